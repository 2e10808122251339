import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, concatMap, from, map, type Observable, throwError } from 'rxjs';
import { PROBLEMS } from '../../http/problem.js';
import { problemOf } from '../../http/problem-of.js';
import { callerOf, nameOf } from '../caller.js';
import { demandOf } from '../demand-of.js';
import { isAudited } from '../domain/audit-chain.js';
import { AuditLog } from './audit-log.js';
import { targetOf } from './target-of.js';

/** Writes down every change and every export before it is answered, refused ones too. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly log: AuditLog,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = callerOf(request);
    const demand = demandOf(this.reflector, context.getHandler(), context.getClass());
    if (caller === undefined || !isAudited(request.method, demand)) return next.handle();
    const record = (status: number): Promise<void> =>
      this.log.record(caller.organization, {
        caller: nameOf(caller),
        role: caller.role,
        action: context.getHandler().name,
        target: targetOf(request.params),
        status,
        requestId: request.id,
      });
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      concatMap((answer) => from(record(reply.statusCode)).pipe(map(() => answer))),
      catchError((error: unknown) =>
        from(record(PROBLEMS[problemOf(error).code].status)).pipe(concatMap(() => throwError(() => error))),
      ),
    );
  }
}
