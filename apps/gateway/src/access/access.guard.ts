import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { HealthController } from '@powerpulse/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem } from '../http/problem.js';
import { discardUnreadBody } from '../uploads/unread-body.js';
import { DEMAND, type Demand } from './allow.js';
import { Authentication } from './authentication.js';
import { rememberCaller, type Caller } from './caller.js';
import { mayDo, PERMISSIONS } from './domain/roles.js';

/** Probes must answer whoever asks; their controller belongs to every service and knows no roles. */
const OPEN_CONTROLLERS: readonly unknown[] = [HealthController];

export function demandOf(reflector: Reflector, handler: unknown, controller: unknown): Demand | undefined {
  if (OPEN_CONTROLLERS.includes(controller)) return 'anybody';
  return reflector.getAllAndOverride<Demand | undefined>(DEMAND, [handler, controller] as never);
}

/** The one place that lets callers in: who they are, and whether they may. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authentication: Authentication,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const demand = demandOf(this.reflector, context.getHandler(), context.getClass());
    if (demand === 'anybody') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    try {
      const caller = await this.authentication.callerOf(request);
      assertAllowed(caller, demand);
      rememberCaller(request, caller);
      return true;
    } catch (error) {
      // Whoever is refused may still be sending a file.
      discardUnreadBody(request.raw, context.switchToHttp().getResponse<FastifyReply>().raw);
      throw error;
    }
  }
}

function assertAllowed(caller: Caller, demand: Demand | undefined): void {
  if (demand === 'signed-in') return;
  // access.routes.ts lets no such route come up; should one, it is closed.
  if (demand === undefined || demand === 'anybody')
    throw new HttpProblem('forbidden', 'This call is closed.');
  if (mayDo(caller.role, demand)) return;
  throw new HttpProblem(
    'forbidden',
    `The role ${caller.role} lacks the permission ${demand} (${PERMISSIONS[demand]}).`,
  );
}
