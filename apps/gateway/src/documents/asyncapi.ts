import * as contracts from '@powerpulse/contracts';
import {
  EVENTS_STREAM,
  type EventDefinition,
  type RequestDefinition,
  SERVICES,
  type ServiceRequestDefinition,
} from '@powerpulse/contracts';
import { z } from 'zod';

type Json = Record<string, unknown>;

const isEvent = (value: unknown): value is EventDefinition =>
  typeof value === 'object' && value !== null && 'envelope' in value && 'filter' in value;

const isRequest = (value: unknown): value is RequestDefinition =>
  typeof value === 'object' && value !== null && 'request' in value && 'reply' in value;

const isServiceRequest = (value: unknown): value is ServiceRequestDefinition =>
  typeof value === 'object' && value !== null && 'of' in value && typeof value.of === 'function';

/** Stands for the name of a service in the address of what each answers for itself. */
const EVERY_SERVICE = '{service}';

const byName = <T extends { name: string }>(one: T, other: T): number => (one.name < other.name ? -1 : 1);

export const allEvents = (): EventDefinition[] =>
  Object.values<unknown>(contracts).filter(isEvent).sort(byName);
export const allRequests = (): RequestDefinition[] => {
  const all = Object.values<unknown>(contracts);
  const everywhere = all.filter(isServiceRequest).map((request) => request.of(EVERY_SERVICE));
  return [...all.filter(isRequest), ...everywhere].sort(byName);
};

const ref = (...path: string[]): Json => ({ $ref: `#/${path.join('/')}` });
const schemaOf = (schema: z.ZodType): Json => z.toJSONSchema(schema, { unrepresentable: 'any' });

/** The last token of an event's subject is the organization, base64url: an address with a parameter. */
const eventAddress = (event: EventDefinition): string =>
  event.subject('default').replace(/[^.]+$/, '{organization}');

function eventParts(event: EventDefinition): { channel: Json; message: Json; operation: Json } {
  return {
    channel: {
      address: eventAddress(event),
      description: `${event.description} In the stream ${EVENTS_STREAM.name}.`,
      messages: { [event.name]: ref('components', 'messages', event.name) },
      parameters: { organization: ref('components', 'parameters', 'organization') },
    },
    message: {
      name: event.name,
      title: `${event.name}, version ${String(event.version)}`,
      summary: event.description,
      contentType: 'application/json',
      payload: schemaOf(event.envelope),
      'x-published-by': event.context,
    },
    operation: {
      action: 'receive',
      channel: ref('channels', event.name),
      summary: event.description,
      messages: [ref('channels', event.name, 'messages', event.name)],
    },
  };
}

const inService = ({ context }: RequestDefinition): string =>
  context === EVERY_SERVICE ? 'each service' : context;

function requestParts(request: RequestDefinition): { channels: Json; messages: Json; operation: Json } {
  const [asked, replied] = [`${request.name}Request`, `${request.name}Reply`];
  const message = (name: string, schema: z.ZodType): Json => ({
    name,
    contentType: 'application/json',
    payload: schemaOf(schema),
  });
  return {
    channels: {
      [request.name]: {
        address: request.subject.replace(/\*$/, '{organization}'),
        description: `${request.description} Core NATS request/reply, answered by ${inService(request)}.`,
        ...(request.context === EVERY_SERVICE && {
          parameters: { service: ref('components', 'parameters', 'service') },
        }),
        ...(request.subject.endsWith('*') && {
          parameters: { organization: ref('components', 'parameters', 'organization') },
        }),
        messages: { [asked]: ref('components', 'messages', asked) },
      },
      [replied]: {
        address: null,
        description: `The reply, to the inbox that the request named. A header Nats-Service-Error marks a problem.`,
        messages: { [replied]: ref('components', 'messages', replied) },
      },
    },
    messages: { [asked]: message(asked, request.request), [replied]: message(replied, request.reply) },
    operation: {
      action: 'send',
      channel: ref('channels', request.name),
      summary: request.description,
      messages: [ref('channels', request.name, 'messages', asked)],
      reply: {
        channel: ref('channels', replied),
        messages: [ref('channels', replied, 'messages', replied)],
      },
    },
  };
}

/** AsyncAPI 3: every subject on which PowerPulse speaks, from the contracts themselves. */
export function asyncApiDocument(): Json {
  const channels: Json = {};
  const operations: Json = {};
  const messages: Json = {};
  for (const event of allEvents()) {
    const parts = eventParts(event);
    channels[event.name] = parts.channel;
    messages[event.name] = parts.message;
    operations[`on${event.name}`] = parts.operation;
  }
  for (const request of allRequests()) {
    const parts = requestParts(request);
    Object.assign(channels, parts.channels);
    Object.assign(messages, parts.messages);
    operations[`ask${request.name}`] = parts.operation;
  }
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'PowerPulse on NATS',
      version: '0.1.0',
      description:
        'Events (JetStream) and requests (core NATS) of all services. Events carry ids, counts, metrics and hashes, never message text. Deliveries may repeat and come in any order: the event id says what is the same, versions say what is newer.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    channels,
    operations,
    components: {
      parameters: {
        service: { description: 'Whom it is asked.', enum: [...SERVICES] },
        organization: {
          description: 'The organization id, base64url without padding. `default` is ZGVmYXVsdA.',
        },
      },
      messages,
    },
  };
}
