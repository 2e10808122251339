import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  GetCalibration,
  GetEvidence,
  GetMessageSentiments,
  RecordLabels,
  type ReplyOf,
  type RequestOf,
  type ScorerCalibration,
} from '@powerpulse/contracts';
import { Answers } from '@powerpulse/messaging';
import { InvalidInput, Unavailable } from '@powerpulse/runtime';

const figure = { value: 0.5, low: 0.3, high: 0.7 };
export const calibration: ScorerCalibration = {
  scorer: { provider: 'local', model: 'lexical', rubric: '1' },
  status: 'calibrated',
  reason: 'Spearman 0.50.',
  metrics: [
    {
      metric: 'predicted_rating',
      status: 'calibrated',
      reason: 'Spearman 0.50.',
      n: 60,
      raters: 2,
      spearman: figure,
      quadratic_kappa: figure,
      mae: figure,
      bias: figure,
      human: null,
    },
  ],
};

type Judgement = ReplyOf<typeof GetEvidence>['days'][number];

/** Plays scoring: gives reasons, and finds every text that says "thanks" friendly. */
@Controller()
export class ScoringStandIn {
  readonly evidence = new Map<string, Judgement>();
  readonly asked: unknown[] = [];
  calibrations: readonly ScorerCalibration[] | 'away' = [];

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

  @Answers(RecordLabels)
  record(@Payload() request: RequestOf<typeof RecordLabels>): ReplyOf<typeof RecordLabels> {
    this.asked.push(request);
    if (request.labels.some(({ chat_id }) => chat_id === 'nobody'))
      throw new InvalidInput('There is no such day.', [{ path: 'labels.0', message: 'no such day' }]);
    return { recorded: request.labels.length, withdrawn: 0, changed: 1 };
  }

  @Answers(GetCalibration)
  calibration(@Payload() request: RequestOf<typeof GetCalibration>): ReplyOf<typeof GetCalibration> {
    this.asked.push(request);
    if (this.calibrations === 'away') throw new Unavailable('The database is away.');
    return { scorers: [...this.calibrations] };
  }
}
