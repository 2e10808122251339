import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { GetEvidence, GetMessageSentiments, type ReplyOf, type RequestOf } from '@powerpulse/contracts';
import { Answers } from '@powerpulse/messaging';

type Judgement = ReplyOf<typeof GetEvidence>['days'][number];

/** Plays scoring: gives reasons, and finds every text that says "thanks" friendly. */
@Controller()
export class ScoringStandIn {
  readonly evidence = new Map<string, Judgement>();

  @Answers(GetEvidence)
  reasons(@Payload() request: RequestOf<typeof GetEvidence>): ReplyOf<typeof GetEvidence> {
    return { days: request.days.flatMap(({ day_id }) => this.evidence.get(day_id) ?? []) };
  }

  @Answers(GetMessageSentiments)
  sentiments(
    @Payload() request: RequestOf<typeof GetMessageSentiments>,
  ): ReplyOf<typeof GetMessageSentiments> {
    return { sentiments: request.texts.map((text) => (text.includes('thanks') ? 0.5 : null)) };
  }
}
