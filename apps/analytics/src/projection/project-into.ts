import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Tx } from '@powerpulse/runtime';
import type { DayState } from '../domain/conversation-day.js';
import { type Changes, type ProjectionRules, projectConversations } from '../domain/project-conversations.js';
import type { Scope } from '../tables/bulk-table.js';
import type { GenerationRecord } from '../tables/organizations.js';
import { loadDays, writeChanges } from '../tables/read-model-tables.js';

/** Joins what was said of days into one generation. The organization is locked. */
export async function projectInto(
  tx: Tx,
  scope: Scope,
  rules: ProjectionRules,
  said: readonly DayState[],
): Promise<Changes> {
  const conversationIds = [...new Set(said.map((state) => state.conversationId))];
  const rows = await loadDays(tx, scope, conversationIds);
  const changes = await inTurns(projectConversations(rows, said, rules));
  await writeChanges(tx, scope, changes);
  return changes;
}

/** Lets others have a turn of the event loop between the steps. */
async function inTurns<T>(steps: Generator<undefined, T>): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await nextTurn();
  }
}

export const rulesOf = (generation: GenerationRecord): ProjectionRules => ({
  weights: generation.weight_profile.weights,
  timeLimits: generation.time_limits,
  activeScorer: generation.active_scorer,
});
