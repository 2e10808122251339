import { createParamDecorator, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

const DEFAULT_ORGANIZATION = 'default';

/** Who asks, resolved once per request. Everything that reads or writes takes the organization from here. */
export interface Caller {
  readonly organization: string;
}

const callers = new WeakMap<FastifyRequest, Caller>();

@Injectable()
export class OrganizationGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() === 'http') {
      callers.set(context.switchToHttp().getRequest<FastifyRequest>(), {
        organization: DEFAULT_ORGANIZATION,
      });
    }
    return true;
  }
}

/** The caller's organization. Fails loudly on a route that the guard has not seen. */
export const Organization = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const caller = callers.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (caller === undefined) throw new Error('OrganizationGuard has not run for this route');
  return caller.organization;
});
