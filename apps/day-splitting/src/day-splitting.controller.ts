import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Payload } from '@nestjs/microservices';
import { type RequestOf, TryTimeZone } from '@powerpulse/contracts';
import { Answers } from '@powerpulse/messaging';
import { TryTimeZoneQuery } from './queries/try-time-zone.query.js';

/** What other services may ask. */
@Controller()
export class DaySplittingController {
  constructor(private readonly queries: QueryBus) {}

  @Answers(TryTimeZone)
  tryTimeZone(@Payload() request: RequestOf<typeof TryTimeZone>) {
    return this.queries.execute(new TryTimeZoneQuery(request));
  }
}
