import { Catch, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { createLogger } from '@powerpulse/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem, PROBLEMS, problemDocument } from './problem.js';
import { problemOf } from './problem-of.js';
import type { RouteTable } from './route-table.js';

/** The one place where errors become answers. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = createLogger('http');

  constructor(private readonly routes: RouteTable) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const noRoute = request.is404 && error instanceof NotFoundException;
    const problem = noRoute ? this.noSuchRoute(request) : problemOf(error);
    const { status } = PROBLEMS[problem.code];
    if (status >= 500) {
      // The path may hold a customer's id; the route's pattern does not.
      const route = `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
      this.log[status === 500 ? 'error' : 'warn'](
        { err: problem.cause ?? error, request_id: request.id, route },
        problem.code,
      );
    }
    if (reply.raw.headersSent) {
      // Half an answer is out: a cut connection is the only way left to say that it is not whole.
      reply.raw.destroy();
      return;
    }
    void reply
      .code(status)
      .headers(problem.headers)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(problemDocument(problem.code, problem.detail, request.id, problem.extras)));
  }

  private noSuchRoute(request: FastifyRequest): HttpProblem {
    const allowed = this.routes.methodsOf(request.url);
    if (allowed.length === 0 || allowed.includes(request.method))
      return new HttpProblem('not-found', 'There is nothing at this path.');
    return new HttpProblem(
      'method-not-allowed',
      `This path answers to ${allowed.join(', ')}.`,
      {},
      { allow: allowed.join(', ') },
    );
  }
}
