import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  DEFAULT_TIME_LIMITS,
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

  @Answers(GetWhatIf)
  whatIf(@Payload() { weights, line }: RequestOf<typeof GetWhatIf>): ReplyOf<typeof GetWhatIf> {
    const even = { effectiveness: 0.25, effort: 0.25, efficiency: 0.25, empathy: 0.25 };
    const nothing = { csi: null, resolution_quality: null, customer_ease: null, service_timeliness: null };
    const index = { ...nothing, interaction_quality: null, time_limits: DEFAULT_TIME_LIMITS };
    return {
      ...{ scored_days: 0, conversations: 0, as_of: at },
      current: { ...index, weights: even },
      what_if: { ...index, weights: weights ?? even },
      crossing: line === null ? null : { line, falls_below: 0, rises_above: 0, conversations: [] },
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
