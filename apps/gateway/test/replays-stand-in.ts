import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  DEFAULT_TIME_LIMITS,
  GetChanges,
  GetWhatIf,
  ListReplays,
  type Replay,
  type ReplyOf,
  type RequestOf,
  StartReplay,
  SteerReplay,
} from '@powerpulse/contracts';
import { Answers } from '@powerpulse/messaging';
import { Conflict, NotFound } from '@powerpulse/runtime';

const at = '2026-01-01T10:00:00.000Z';

/** Plays the part of analytics that replays history. */
@Controller()
export class ReplaysStandIn {
  readonly replays = new Map<string, Replay>();
  /** Dates with new numbers, one after the other. */
  readonly changedDates: string[] = [];
  generation = 1;

  @Answers(StartReplay)
  start(@Payload() { replay_id, start_date, end_date, switch: when }: RequestOf<typeof StartReplay>): Replay {
    const replay: Replay = this.replays.get(replay_id) ?? {
      ...{ replay_id, start_date, end_date, switch: when, state: 'ready', cause: 'requested' },
      ...{ events_read: 3, events_total: 3, events_per_second: 5000, comparison: null, error: null },
      ...{ created_at: at, caught_up_at: at, switched_at: null, ended_at: null },
    };
    this.replays.set(replay_id, replay);
    return replay;
  }

  /** Its transactions are the changes: the n-th has the number n. */
  @Answers(GetChanges)
  changes(@Payload() { organization, since }: RequestOf<typeof GetChanges>): ReplyOf<typeof GetChanges> {
    const next = String(this.changedDates.length + 1);
    const now = { generation: this.generation, snapshot: `${next}:${next}:` };
    if (since === null || organization !== 'default') return { now, dates: [], replays: [] };
    const dates = this.changedDates.slice(Number(since.snapshot.split(':')[0]) - 1);
    const replays = [...this.replays.values()].slice(dates.length > 0 ? 0 : this.replays.size);
    return { now, dates: since.generation === this.generation ? dates : null, replays };
  }

  @Answers(GetWhatIf)
  whatIf(@Payload() { weights, line, daily }: RequestOf<typeof GetWhatIf>): ReplyOf<typeof GetWhatIf> {
    const even = { effectiveness: 0.25, effort: 0.25, efficiency: 0.25, empathy: 0.25 };
    const nothing = { csi: null, resolution_quality: null, customer_ease: null, service_timeliness: null };
    const index = { ...nothing, interaction_quality: null, time_limits: DEFAULT_TIME_LIMITS };
    return {
      ...{ scored_days: 0, conversations: 0, as_of: at },
      current: { ...index, weights: even },
      what_if: { ...index, weights: weights ?? even },
      crossing: line === null ? null : { line, falls_below: 0, rises_above: 0, conversations: [] },
      daily: daily === true ? [] : null,
    };
  }

  @Answers(ListReplays)
  list(@Payload() { replay_id }: RequestOf<typeof ListReplays>): ReplyOf<typeof ListReplays> {
    const all = [...this.replays.values()];
    return { replays: all.filter((replay) => replay_id === null || replay.replay_id === replay_id) };
  }

  @Answers(SteerReplay)
  steer(@Payload() { replay_id, action }: RequestOf<typeof SteerReplay>): Replay {
    const replay = this.replays.get(replay_id);
    if (replay === undefined) throw new NotFound('there is no such replay');
    if (action === 'resume') throw new Conflict('the replay is ready: it can not be resumed');
    replay.state = (
      { switch: 'switched', revert: 'reverted', drop: 'completed', cancel: 'cancelled' } as const
    )[action];
    return replay;
  }
}
