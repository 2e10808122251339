import type { IndexRules } from './csi.js';
import { type DayState, dayKey } from './conversation-day.js';
import { DailyDeltas, type DailyDelta } from './daily-deltas.js';
import { GapDeltas, type GapDelta } from './day-gaps.js';
import { type CountedDay, countedDay } from './derive-day.js';
import { evolve } from './evolve-day.js';
import { type ConversationSummary, summarizeConversation } from './summarize-conversation.js';
import { type TopicDelta, topicDeltas } from './topic-days.js';

export interface ProjectionRules extends IndexRules {
  /** `provider/model@rubric` whose score counts before any other's of the same version. */
  readonly activeScorer: string | null;
}

export interface ChangedDay {
  readonly state: DayState;
  readonly counted: CountedDay | null;
}

/** What there is to write. Deltas of sums, new values of everything else. */
export interface Changes {
  readonly days: ChangedDay[];
  readonly conversations: ConversationSummary[];
  /** Conversations of which no day is left. */
  readonly gone: string[];
  readonly daily: DailyDelta[];
  readonly topics: TopicDelta[];
  readonly gaps: GapDelta[];
}

/** Some 10 ms of work. */
const CONVERSATIONS_A_STEP = 200;

/**
 * `rows`: every day known of each conversation that `said` speaks of. Says what joining the two changes in the read
 * models; nothing, where all of it was known. In steps: a batch may have thousands of days, and whoever runs it may
 * do something else between them.
 */
export function* projectConversations(
  rows: readonly DayState[],
  said: readonly DayState[],
  rules: ProjectionRules,
): Generator<undefined, Changes> {
  const daily = new DailyDeltas();
  const gaps = new GapDeltas();
  const days: ChangedDay[] = [];
  const conversations: ConversationSummary[] = [];
  const gone: string[] = [];
  const known = byConversation(rows);
  for (const [i, [conversationId, statements]] of [...byConversation(said)].sort(byId).entries()) {
    if (i % CONVERSATIONS_A_STEP === 0) yield;
    const before = inOrderOfDate(known.get(conversationId) ?? []);
    const joined = join(before, statements, rules.activeScorer);
    if (joined.changed.size === 0) continue;
    const countedBefore = countable(before, rules);
    const countedAfter = countable(inOrderOfDate(joined.states), rules);
    for (const state of joined.changed.values()) {
      const counted = countedAfter.get(state.date) ?? null;
      days.push({ state, counted });
      daily.change(countedBefore.get(state.date) ?? null, counted);
    }
    gaps.change([...countedBefore.values()], [...countedAfter.values()]);
    const summary = summarizeConversation([...countedAfter.values()]);
    if (summary !== null) conversations.push(summary);
    else if (countedBefore.size > 0) gone.push(conversationId);
  }
  yield;
  const dailyDeltas = daily.list();
  return {
    days,
    conversations,
    gone,
    daily: dailyDeltas,
    topics: topicDeltas(dailyDeltas),
    gaps: gaps.list(),
  };
}

function join(rows: readonly DayState[], said: readonly DayState[], activeScorer: string | null) {
  const states = new Map(rows.map((row) => [dayKey(row), row]));
  const changed = new Map<string, DayState>();
  for (const statement of said) {
    const key = dayKey(statement);
    const before = states.get(key);
    const after = evolve(before, statement, activeScorer);
    if (after.facts === before?.facts && after.judgement === before.judgement) continue;
    states.set(key, after);
    changed.set(key, after);
  }
  return { states: [...states.values()], changed };
}

/** By date, in the order of `states`. */
function countable(states: readonly DayState[], rules: IndexRules): Map<string, CountedDay> {
  const days = new Map<string, CountedDay>();
  for (const state of states) {
    const counted = countedDay(state, rules);
    if (counted !== null) days.set(state.date, counted);
  }
  return days;
}

function byConversation(states: readonly DayState[]): Map<string, DayState[]> {
  const groups = new Map<string, DayState[]>();
  for (const state of states) {
    const group = groups.get(state.conversationId);
    if (group === undefined) groups.set(state.conversationId, [state]);
    else group.push(state);
  }
  return groups;
}

const inOrderOfDate = (states: readonly DayState[]): DayState[] =>
  [...states].sort((a, b) => (a.date < b.date ? -1 : 1));

const byId = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);
