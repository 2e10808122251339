import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { GATEWAY_CONFIG, type GatewayConfig } from '../../config.js';
import { HttpProblem } from '../../http/problem.js';
import { type Caller, nameOf } from '../caller.js';
import type { Draw } from '../domain/token-bucket.js';
import { TokenBuckets } from '../token-buckets.js';

/** Requests of one key (or session) and of one organization in a minute, at each replica. */
@Injectable()
export class RateLimits {
  private readonly byCaller: TokenBuckets;
  private readonly byOrganization: TokenBuckets;

  constructor(@Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig) {
    this.byCaller = new TokenBuckets(config.RATE_LIMIT_PER_MINUTE);
    this.byOrganization = new TokenBuckets(config.ORGANIZATION_RATE_LIMIT_PER_MINUTE);
  }

  /** Says in headers how much is left, and refuses where nothing is. */
  take(caller: Caller, reply: FastifyReply): void {
    const { RATE_LIMIT_PER_MINUTE: each, ORGANIZATION_RATE_LIMIT_PER_MINUTE: together } = this.config;
    const draws: { limit: number; draw: Draw; whose: string }[] = [];
    if (each > 0) {
      const key = `${caller.organization} ${nameOf(caller)}`;
      draws.push({ limit: each, draw: this.byCaller.take(key), whose: 'this key or session' });
    }
    if (together > 0) {
      const draw = this.byOrganization.take(caller.organization);
      draws.push({ limit: together, draw, whose: 'this organization' });
    }
    const [tightest] = draws.sort(
      (a, b) => Number(a.draw.allowed) - Number(b.draw.allowed) || a.draw.remaining - b.draw.remaining,
    );
    if (tightest === undefined) return;
    const { limit, draw, whose } = tightest;
    void reply.headers({
      'ratelimit-limit': String(limit),
      'ratelimit-remaining': String(draw.remaining),
      'ratelimit-reset': String(draw.resetAfter),
    });
    if (draw.allowed) return;
    throw new HttpProblem(
      'too-many-requests',
      `More than ${limit} requests a minute of ${whose}.`,
      {},
      { 'retry-after': String(Math.max(1, draw.retryAfter)) },
    );
  }
}
