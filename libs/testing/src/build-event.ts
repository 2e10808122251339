import { randomUUID } from 'node:crypto';
import type { EventDefinition, EventEnvelope } from '@powerpulse/contracts';
import { eventDefaults } from './event-defaults.js';

export type EventOverrides<D> = Partial<Omit<EventEnvelope<D>, 'data'>> & { data?: Partial<D> };

/** An event that fits its contract: `buildEvent(ConversationIngested, { data: { force: true } })`. */
export function buildEvent<D>(
  definition: EventDefinition<string, D>,
  { data, ...envelope }: EventOverrides<D> = {},
): EventEnvelope<D> {
  return definition.envelope.parse({
    id: randomUUID(),
    name: definition.name,
    version: definition.version,
    organization: 'default',
    occurred_at: new Date().toISOString(),
    correlation_id: 'test',
    ...envelope,
    data: { ...eventDefaults[definition.name], ...data },
  });
}
