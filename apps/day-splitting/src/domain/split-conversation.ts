import { announce, changesSince, type Change, type DayCounts, type Unannounced } from './attribution.js';
import type { DayFacts } from './conversation-day.js';
import { type DayState, planSplit, type SplitPlan } from './plan-split.js';

/** What was last done with a conversation; version 0 and no zone where nothing was. */
export interface ConversationState {
  version: number;
  timeZone: string | null;
  days: readonly DayState[];
  waiting: Unannounced;
}

/** The conversation as ingestion has it, split in one time zone. */
export interface CurrentConversation {
  version: number;
  timeZone: string;
  /** Oldest first; the newest 50 when there are more. */
  changes: readonly Change[];
  days: readonly DayFacts[];
}

export interface SplitOutcome {
  /** Null where there is nothing to do: it is split already, as it is now or as it became later. */
  plan: SplitPlan | null;
  /** Whose messages (or force) led to the created days. */
  uploadIds: string[];
  force: boolean;
  /** For each event, in order. */
  announced: DayCounts[];
  waiting: Unannounced;
}

/** `events` are the changes that ask for this split: none when only the time zone changed. */
export function splitConversation(
  state: ConversationState,
  current: CurrentConversation,
  events: readonly Change[],
): SplitOutcome {
  const eventUploadIds = events.map((event) => event.uploadId);
  const isSplit =
    current.version < state.version ||
    (current.version === state.version && current.timeZone === state.timeZone);
  if (isSplit) {
    const nothing = { uploadIds: [], days: 0, daysToScore: 0 };
    return { plan: null, uploadIds: [], force: false, ...announce(state.waiting, nothing, eventUploadIds) };
  }
  const { uploadIds, force } = changesSince(state.version, [...current.changes, ...events]);
  const plan = planSplit(state.days, current.days, force);
  const created = {
    uploadIds,
    days: plan.created.length,
    daysToScore: plan.created.filter(({ day }) => !day.outbound).length,
  };
  return { plan, uploadIds, force, ...announce(state.waiting, created, eventUploadIds) };
}
