import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Role } from './domain/roles.js';

/** Who asks, resolved once per request by the access guard. Everything that reads or writes takes the organization from here. */
export interface Caller {
  readonly organization: string;
  readonly role: Role;
  /** How they proved who they are; `nobody`: AUTH=off. */
  readonly by: 'key' | 'session' | 'token' | 'nobody';
  /** Of the key, the member or the token's subject. */
  readonly id: string;
  /** The address that makes a conversation an agent's own. */
  readonly email: string | null;
}

/** As it stands in rows: who made a key, who did what. */
export const nameOf = ({ by, id }: Caller): string => (by === 'nobody' ? id : `${by}:${id}`);

const callers = new WeakMap<FastifyRequest, Caller>();

export const rememberCaller = (request: FastifyRequest, caller: Caller): void => {
  callers.set(request, caller);
};

/** Undefined: an open route, or a request that was refused. */
export const callerOf = (request: FastifyRequest): Caller | undefined => callers.get(request);

function knownCaller(context: ExecutionContext): Caller {
  const caller = callerOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (caller === undefined) throw new Error('The access guard has not let anybody in on this route');
  return caller;
}

/** Who asks. Fails loudly on an open route. */
export const AskedBy = createParamDecorator((_: unknown, context: ExecutionContext) => knownCaller(context));

/** The caller's organization. Fails loudly on an open route. */
export const Organization = createParamDecorator(
  (_: unknown, context: ExecutionContext): string => knownCaller(context).organization,
);
