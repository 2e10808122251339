import * as contracts from '@powerpulse/contracts';
import { describe, expect, it } from 'vitest';
import { buildEvent } from './build-event.js';

const exported: unknown[] = Object.values(contracts);
const isEvent = (value: unknown): value is contracts.EventDefinition =>
  typeof value === 'object' && value !== null && 'envelope' in value;

describe('buildEvent', () => {
  it.each(exported.filter(isEvent))('has defaults for $name that fit the contract', (definition) => {
    const event = buildEvent(definition, { organization: 'acme' });
    expect(event).toMatchObject({ name: definition.name, organization: 'acme' });
  });
});
