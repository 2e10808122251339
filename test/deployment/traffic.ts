import * as contracts from '@powerpulse/contracts';
import {
  type EventDefinition,
  ListSaidEvents,
  RepeatEvents,
  type RequestDefinition,
  type ServiceRequestDefinition,
  SumEvents,
} from '@powerpulse/contracts';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const SERVICES = ['gateway', 'ingestion', 'day-splitting', 'scoring', 'analytics'] as const;
export type Service = (typeof SERVICES)[number];

const isEvent = (value: unknown): value is EventDefinition =>
  typeof value === 'object' && value !== null && 'envelope' in value && 'filter' in value;
const isRequest = (value: unknown): value is RequestDefinition =>
  typeof value === 'object' && value !== null && 'request' in value && 'reply' in value;
const isPerService = (value: unknown): value is ServiceRequestDefinition =>
  typeof value === 'object' && value !== null && 'of' in value && typeof value.of === 'function';

/** Asked by messaging for each consumer: of whoever says what it listens to. */
export const compared = [SumEvents, ListSaidEvents, RepeatEvents];
const comparing = (hears: readonly EventDefinition[]) =>
  [...new Set(hears.map(({ context }) => context))].flatMap((context) =>
    compared.map((one) => one.of(context)),
  );

const byName = <T extends { name: string }>(one: T, other: T) => one.name.localeCompare(other.name);
export const events = Object.values<unknown>(contracts).filter(isEvent).sort(byName);
/** Asked of each service alike; whoever asks them asks itself, too. */
const perService = Object.values<unknown>(contracts).filter(isPerService);
const sharedNames = new Set(perService.map(({ name }) => name));
export const requests = [
  ...Object.values<unknown>(contracts).filter(isRequest),
  ...perService.flatMap((request) => SERVICES.map((service) => request.of(service))),
].sort(byName);

/** What one service says and listens to, as its code has it. */
export interface Traffic {
  service: Service;
  publishes: EventDefinition[];
  hears: EventDefinition[];
  asks: RequestDefinition[];
  answers: RequestDefinition[];
}

/** The code of a service without comments, imports and mentions in types: a name that is left is used. */
function code(service: Service): string {
  const folder = path.join(ROOT, 'apps', service, 'src');
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => fs.readFileSync(path.join(folder, name), 'utf8'))
    .join('\n')
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    .replaceAll(/import\s[^;]*?from '[^']+';/g, '')
    .replaceAll(/typeof \w+/g, '');
}

function trafficOf(service: Service): Traffic {
  const text = code(service);
  const hears = events.filter(({ name }) => new RegExp(`\\bon\\(\\s*${name}\\b`).test(text));
  const comparisons = new Set(comparing(hears).map(({ subject }) => subject));
  const uses = ({ name }: { name: string }) => new RegExp(`\\b${name}\\b`).test(text);
  return {
    service,
    publishes: events.filter((event) => event.context === service),
    hears,
    asks: requests.filter(
      (request) =>
        comparisons.has(request.subject) ||
        ((request.context !== service || sharedNames.has(request.name)) && uses(request)),
    ),
    answers: requests.filter((request) => request.context === service),
  };
}

export const traffic: readonly Traffic[] = SERVICES.map(trafficOf);

/** Who sends something to whom, of either kind. */
export function edges(): { told: string[]; asked: string[] } {
  const told = traffic.flatMap(({ service, hears }) =>
    hears.map(({ context }) => `${context} -> ${service}`),
  );
  const asked = traffic.flatMap(({ service, asks }) =>
    asks.flatMap(({ context }) => (context === service ? [] : [`${service} -> ${context}`])),
  );
  return { told: [...new Set(told)].sort(), asked: [...new Set(asked)].sort() };
}
