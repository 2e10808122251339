import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { HttpProblem } from './problem.js';

/** A route without a query DTO takes no query parameters at all; those with one are checked by the validation pipe. */
@Injectable()
export class UnknownQueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const names = Object.keys(context.switchToHttp().getRequest<FastifyRequest>().query as object);
    if (names.length === 0 || takesQuery(context)) return true;
    throw new HttpProblem('invalid-request', 'This call takes no query parameters.', {
      errors: names.map((path) => ({ path: path.slice(0, 100), message: 'is not known here' })),
    });
  }
}

function takesQuery(context: ExecutionContext): boolean {
  const parameters = Reflect.getMetadata(
    ROUTE_ARGS_METADATA,
    context.getClass(),
    context.getHandler().name,
  ) as Record<string, unknown> | undefined;
  return Object.keys(parameters ?? {}).some((key) => key.startsWith(`${String(RouteParamtypes.QUERY)}:`));
}
