import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  type Backfill,
  EstimateJudging,
  GetBackfills,
  GetJob,
  GetJobs,
  GetRubrics,
  GetUsage,
  PlanBackfill,
  PublishRubric,
  type ReplyOf,
  type RequestOf,
  type ScoringJob,
  SetBudget,
  StartBackfill,
  SteerBackfill,
  TryTimeZone,
} from '@powerpulse/contracts';
import { Answers } from '@powerpulse/messaging';
import { Conflict, NotFound } from '@powerpulse/runtime';

const scorer = { provider: 'local', model: 'lexical', rubric: '1' };
const at = '2026-01-01T10:00:00.000Z';

export const job: ScoringJob = {
  job_id: '3f8c1f7e-52f1-4a94-9d0e-2b1a7c5e4d30',
  status: 'partial',
  scorer,
  backfill_id: null,
  upload_ids: [],
  created_at: at,
  started_at: at,
  completed_at: at,
  due_at: at,
  attempts: 1,
  days: 2,
  scored: 1,
  unscored: 1,
  asked_again: 0,
  cached: 0,
  calls: 0,
  tokens_estimated: 100,
  input_tokens: 0,
  output_tokens: 0,
  cost_usd: null,
  duration_ms: 12.5,
  error: null,
};

const usage = { calls: 1, failed_calls: 0, input_tokens: 10, output_tokens: 5, cost_usd: 0.01 };

const PAGES = [null, '11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];

/** Plays the part of scoring that administers: jobs, cost, rubrics, backfills. */
@Controller()
export class JudgingStandIn {
  readonly asked: object[] = [];
  readonly backfills = new Map<string, Backfill>();
  limit: number | null = null;

  @Answers(GetJobs)
  jobs(@Payload() request: RequestOf<typeof GetJobs>): ReplyOf<typeof GetJobs> {
    this.asked.push(request);
    return { jobs: [job], total: 1, next_cursor: null };
  }

  @Answers(GetJob)
  one(@Payload() { job_id }: RequestOf<typeof GetJob>): ReplyOf<typeof GetJob> {
    if (job_id !== job.job_id) return { job: null, days: [] };
    const day = {
      day_id: job_id,
      version: 1,
      conversation_id: job_id,
      date: '2026-01-01',
      result: 'unscored' as const,
      reason: 'no_text' as const,
      detail: null,
      attempts: 0,
      suspected: false,
    };
    return { job, days: [day] };
  }

  @Answers(GetUsage)
  spent(@Payload() request: RequestOf<typeof GetUsage>): ReplyOf<typeof GetUsage> {
    this.asked.push(request);
    return {
      total: { ...usage, cached_days: 1, judged_days: 2 },
      by_date: [{ date: '2026-01-01', ...usage }],
      by_model: [{ model: 'openai/gpt', ...usage }],
      by_upload: [],
      budget: {
        month: '2026-01-01',
        limit_usd: this.limit,
        spent_usd: 0.01,
        reserved_usd: 0,
        warned_percent: 0,
      },
    };
  }

  @Answers(SetBudget)
  budget(@Payload() request: RequestOf<typeof SetBudget>): ReplyOf<typeof SetBudget> {
    this.limit = request.usd_per_month;
    return { limit_usd: this.limit };
  }

  @Answers(GetRubrics)
  rubrics(): ReplyOf<typeof GetRubrics> {
    return { rubrics: [], topic_proposals: [{ slug: 'warranty', label: 'Warranty', days: 3 }] };
  }

  @Answers(PublishRubric)
  publish(@Payload() { document }: RequestOf<typeof PublishRubric>): ReplyOf<typeof PublishRubric> {
    if (document.name === 'taken') throw new Conflict('There is another rubric of this name.');
    return { name: document.name, published_at: at };
  }

  @Answers(PlanBackfill)
  plan(@Payload() request: RequestOf<typeof PlanBackfill>): ReplyOf<typeof PlanBackfill> {
    this.asked.push(request);
    const days = { days: 10, known_days: 4, days_to_judge: 6 };
    return { scorer, ...days, calls: 1, input_tokens: 100, output_tokens: 50, cost_usd: null };
  }

  @Answers(StartBackfill)
  start(@Payload() request: RequestOf<typeof StartBackfill>): Backfill {
    const { organization: _, upload_id = null, ...scope } = request;
    const known = this.backfills.get(request.backfill_id);
    const backfill: Backfill = known ?? {
      ...scope,
      upload_id,
      scorer,
      status: 'running',
      planned_days: 6,
      scored: 0,
      unscored: 0,
      waiting: 6,
      cost_usd: 0,
      note: null,
      created_at: at,
      updated_at: at,
    };
    this.backfills.set(backfill.backfill_id, backfill);
    return backfill;
  }

  @Answers(SteerBackfill)
  steer(@Payload() { backfill_id, action }: RequestOf<typeof SteerBackfill>): Backfill {
    const backfill = this.backfills.get(backfill_id);
    if (backfill === undefined) throw new NotFound('There is no such backfill.');
    const status = { pause: 'paused', resume: 'running', cancel: 'cancelled' } as const;
    backfill.status = status[action];
    return backfill;
  }

  /** Three pages of a hundred conversations. */
  @Answers(TryTimeZone)
  tryZone(@Payload() request: RequestOf<typeof TryTimeZone>): ReplyOf<typeof TryTimeZone> {
    this.asked.push(request);
    const at = PAGES.indexOf(request.after);
    return {
      all: at === 0 ? { conversations: 300, left: 0 } : null,
      conversations: 100,
      days: { unchanged: 50, changed: 40, vanished: 10 },
      to_judge: { days: 30, token_estimate: 3000, messages: 90, earlier_days: 5 },
      next: PAGES[at + 1] ?? null,
    };
  }

  @Answers(EstimateJudging)
  estimate(@Payload() { days }: RequestOf<typeof EstimateJudging>): ReplyOf<typeof EstimateJudging> {
    return {
      scorer,
      at_once: false,
      calls: Math.ceil(days / 30),
      input_tokens: 100,
      output_tokens: 50,
      cost_usd: 0.5,
    };
  }

  @Answers(GetBackfills)
  list(): ReplyOf<typeof GetBackfills> {
    return { backfills: [...this.backfills.values()] };
  }
}
