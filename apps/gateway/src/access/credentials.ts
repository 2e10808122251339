import type { FastifyRequest } from 'fastify';
import { HttpProblem } from '../http/problem.js';

/** What a request shows to be let in. Never logged, never repeated. */
export type Credential =
  { readonly kind: 'key'; readonly secret: string } | { readonly kind: 'token'; readonly token: string };

export const KEY_PREFIX = 'pp_';

const CHALLENGE = { 'www-authenticate': 'Bearer realm="PowerPulse"' };

export const unauthenticated = (detail: string): HttpProblem =>
  new HttpProblem('unauthenticated', detail, {}, CHALLENGE);

/** Of the headers; undefined where there is none of them. The scheme's case does not matter, the key's does. */
export function credentialOf({ headers }: Pick<FastifyRequest, 'headers'>): Credential | undefined {
  const { authorization, 'x-api-key': apiKey } = headers;
  if (authorization !== undefined && apiKey !== undefined) {
    throw unauthenticated('Send either Authorization or X-Api-Key, not both.');
  }
  if (apiKey !== undefined) return { kind: 'key', secret: String(apiKey).trim() };
  if (authorization === undefined) return undefined;
  const [, value] = /^Bearer +([!-~]+) *$/i.exec(authorization) ?? [];
  if (value === undefined) throw unauthenticated('Authorization must be "Bearer" and one key or token.');
  return value.startsWith(KEY_PREFIX) ? { kind: 'key', secret: value } : { kind: 'token', token: value };
}
