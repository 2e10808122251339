import type { DayAgent } from '@powerpulse/contracts';
import type { DayMessage } from './conversation-day.js';

interface Tally {
  email: string | null;
  messages: number;
  lastAt: number;
}

/** An event has to fit into a message of the broker: who wrote least on a day of more agents is left out. */
export const MAX_AGENTS = 200;

/** Who wrote to the customer: most messages first, then the latest, then by name. `messages` is in order. */
export function agentsOf(messages: readonly DayMessage[]): DayAgent[] {
  const tallies = new Map<string, Tally>();
  for (const { agent, direction, at } of messages) {
    if (agent === null || direction === 'to_company') continue;
    const tally = tallies.get(agent.username);
    if (tally === undefined) {
      tallies.set(agent.username, { email: agent.email, messages: 1, lastAt: at });
      continue;
    }
    tally.email = agent.email ?? tally.email;
    tally.messages++;
    tally.lastAt = at;
  }
  return [...tallies]
    .sort(
      ([nameA, a], [nameB, b]) => b.messages - a.messages || b.lastAt - a.lastAt || (nameA < nameB ? -1 : 1),
    )
    .slice(0, MAX_AGENTS)
    .map(([username, { email, messages, lastAt }]) => ({
      username,
      email,
      messages,
      last_at: new Date(lastAt).toISOString(),
    }));
}
