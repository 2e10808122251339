import { Controller, type Type } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  DiscardDeadLetter,
  GetDeadLetter,
  GetHealth,
  ListDeadLetters,
  RedriveDeadLetter,
  RedriveDeadLetters,
  type RequestOf,
  ResumeConsumer,
} from '@powerpulse/contracts';
import { Readiness } from '@powerpulse/runtime';
import { Answers } from './answers.js';
import { healthOf } from './health-answer.js';
import { PausedConsumers } from './paused-consumers.js';
import { TroubleAnswers } from './trouble-answers.js';

/** The same questions, on subjects of each service's own. */
export function troubleController(service: string): Type {
  @Controller()
  class TroubleController {
    constructor(
      readonly trouble: TroubleAnswers,
      readonly paused: PausedConsumers,
      readonly readiness: Readiness,
    ) {}

    @Answers(ListDeadLetters.of(service))
    list(@Payload() request: RequestOf<typeof ListDeadLetters>) {
      return this.trouble.list(request);
    }

    @Answers(GetDeadLetter.of(service))
    get(@Payload() request: RequestOf<typeof GetDeadLetter>) {
      return this.trouble.get(request);
    }

    @Answers(RedriveDeadLetter.of(service))
    redrive(@Payload() request: RequestOf<typeof RedriveDeadLetter>) {
      return this.trouble.redrive(request);
    }

    @Answers(RedriveDeadLetters.of(service))
    redriveAll(@Payload() request: RequestOf<typeof RedriveDeadLetters>) {
      return this.trouble.redriveAll(request);
    }

    @Answers(DiscardDeadLetter.of(service))
    discard(@Payload() request: RequestOf<typeof DiscardDeadLetter>) {
      return this.trouble.discard(request);
    }

    @Answers(GetHealth.of(service))
    health() {
      return healthOf(this.readiness);
    }

    @Answers(ResumeConsumer.of(service))
    async resume(@Payload() { consumer }: RequestOf<typeof ResumeConsumer>) {
      return { resumed: await this.paused.resume(consumer) };
    }
  }
  return TroubleController;
}
