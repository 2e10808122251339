import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem } from '../http/problem.js';
import { discardUnreadBody } from '../uploads/unread-body.js';
import type { Demand } from './allow.js';
import { AuditLog } from './audit/audit-log.js';
import { targetOf } from './audit/target-of.js';
import { Authentication } from './authentication.js';
import { nameOf, rememberCaller, type Caller } from './caller.js';
import { demandOf } from './demand-of.js';
import { mayDo, PERMISSIONS } from './domain/roles.js';
import { RateLimits } from './limits/rate-limits.js';
import { TokenBuckets } from './token-buckets.js';

/** Refusals of one caller that are written down in a minute, at each replica. */
const DENIALS_PER_MINUTE = 10;

/** The one place that lets callers in: who they are, whether they come too often, and whether they may. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly denials = new TokenBuckets(DENIALS_PER_MINUTE);

  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
    private readonly limits: RateLimits,
    private readonly audit: AuditLog,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const demand = demandOf(this.reflector, context.getHandler(), context.getClass());
    if (demand === 'anybody') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    try {
      const caller = await this.authentication.callerOf(request);
      this.limits.take(caller, reply);
      const refusal = refusalOf(caller, demand);
      if (refusal !== undefined) {
        await this.writeDown(caller, request);
        throw refusal;
      }
      rememberCaller(request, caller);
      return true;
    } catch (error) {
      // Whoever is refused may still be sending a file.
      discardUnreadBody(request.raw, reply.raw);
      throw error;
    }
  }

  private async writeDown(caller: Caller, request: FastifyRequest): Promise<void> {
    if (!this.denials.take(`${caller.organization} ${nameOf(caller)}`).allowed) return;
    await this.audit.record(caller.organization, {
      caller: nameOf(caller),
      role: caller.role,
      action: 'denied',
      target: targetOf(request.params),
      status: 403,
      requestId: request.id,
    });
  }
}

function refusalOf(caller: Caller, demand: Demand | undefined): HttpProblem | undefined {
  if (demand === 'signed-in') return undefined;
  // demanding-routes.ts lets no such route come up; should one, it is closed.
  if (demand === undefined || demand === 'anybody')
    return new HttpProblem('forbidden', 'This call is closed.');
  if (mayDo(caller.role, demand)) return undefined;
  return new HttpProblem(
    'forbidden',
    `The role ${caller.role} lacks the permission ${demand} (${PERMISSIONS[demand]}).`,
  );
}
