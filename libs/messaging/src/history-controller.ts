import { Controller, type Type } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  ListSaidEvents,
  RepeatEvents,
  RepublishHistory,
  type RequestOf,
  SumEvents,
} from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { Answers } from './answers.js';
import { listSaid, sumSaid } from './history-sums.js';
import { Republisher } from './republisher.js';

/** What a service answers about what it has said, on subjects of its own. */
export function historyController(service: string): Type {
  @Controller()
  class HistoryController {
    constructor(
      readonly database: Database,
      readonly republisher: Republisher,
    ) {}

    @Answers(SumEvents.of(service))
    sum(@Payload() request: RequestOf<typeof SumEvents>) {
      return sumSaid(this.database, request);
    }

    @Answers(ListSaidEvents.of(service))
    list(@Payload() request: RequestOf<typeof ListSaidEvents>) {
      return listSaid(this.database, request);
    }

    @Answers(RepeatEvents.of(service))
    async repeat(@Payload() { events, run }: RequestOf<typeof RepeatEvents>) {
      return { events: await this.republisher.repeat(events, run) };
    }

    @Answers(RepublishHistory.of(service))
    republish(@Payload() request: RequestOf<typeof RepublishHistory>) {
      return this.republisher.page(request);
    }
  }
  return HistoryController;
}
