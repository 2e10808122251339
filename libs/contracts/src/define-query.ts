import type { z } from 'zod';
import { commandSubject, querySubject } from './subjects.js';

/** A request over core NATS and its reply. Losing one is harmless: the caller asks again. */
export interface RequestDefinition<I = unknown, O = unknown> {
  readonly kind: 'query' | 'command';
  readonly name: string;
  readonly version: number;
  /** The service that answers. */
  readonly context: string;
  readonly description: string;
  readonly subject: string;
  readonly request: z.ZodType<I>;
  readonly reply: z.ZodType<O>;
  /** Asked by other programs: who answers keeps what it refuses as a dead letter. */
  readonly keepsRefused?: boolean;
}

export type RequestOf<Q> = Q extends
  RequestDefinition<infer I> | { of: (service: string) => RequestDefinition<infer I> }
  ? I
  : never;
export type ReplyOf<Q> = Q extends
  RequestDefinition<unknown, infer O> | { of: (service: string) => RequestDefinition<unknown, infer O> }
  ? O
  : never;

interface Spec<I extends z.ZodType, O extends z.ZodType> {
  name: string;
  version: number;
  context: string;
  description: string;
  request: I;
  reply: O;
}

function define<I extends z.ZodType, O extends z.ZodType>(
  kind: 'query' | 'command',
  spec: Spec<I, O>,
): RequestDefinition<z.infer<I>, z.infer<O>> {
  const subject = (kind === 'query' ? querySubject : commandSubject)(spec.context, spec.name, spec.version);
  return { ...spec, kind, subject } as unknown as RequestDefinition<z.infer<I>, z.infer<O>>;
}

/** Asks and changes nothing. */
export const defineQuery = <I extends z.ZodType, O extends z.ZodType>(spec: Spec<I, O>) =>
  define('query', spec);

/** Asks another service to do something; answered after its commit. Idempotent. */
export const defineCommand = <I extends z.ZodType, O extends z.ZodType>(spec: Spec<I, O>) =>
  define('command', spec);

/** A request that every service answers for itself. */
export interface ServiceRequestDefinition<I = unknown, O = unknown> {
  readonly name: string;
  /** As asked of one service. */
  of(service: string): RequestDefinition<I, O>;
}

/** The same question to each service, about what each keeps for itself. */
export function definePerService<I extends z.ZodType, O extends z.ZodType>(
  kind: 'query' | 'command',
  spec: Omit<Spec<I, O>, 'context'>,
): ServiceRequestDefinition<z.infer<I>, z.infer<O>> {
  return { name: spec.name, of: (context) => define(kind, { ...spec, context }) };
}
