import type { FastifyRequest } from 'fastify';
import { HttpProblem } from '../http/problem.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/**
 * Browsers send cookies along with what other sites make them send; those requests carry the other site's Origin.
 * Without a cookie (AUTH=off) the absence of an Origin is that of a program which is no browser.
 */
export function assertSameOrigin(request: FastifyRequest, withoutOrigin: 'refuse' | 'allow'): void {
  if (SAFE.has(request.method)) return;
  const { origin, host } = request.headers;
  if (origin === undefined && withoutOrigin === 'allow') return;
  if (origin !== undefined && host !== undefined && hostOf(origin) === host) return;
  throw new HttpProblem('forbidden', 'A session may change things only from pages of this server (Origin).');
}

/** A page that pretends its own host name leads here (DNS rebinding) still sends that name. */
export function assertLoopbackHost({ headers }: FastifyRequest): void {
  if (/^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(headers.host ?? '')) return;
  throw new HttpProblem('forbidden', 'With AUTH=off only 127.0.0.1 and localhost are answered.');
}
