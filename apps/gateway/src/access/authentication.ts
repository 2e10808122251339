import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { GATEWAY_CONFIG, type GatewayConfig } from '../config.js';
import { AuditLog } from './audit/audit-log.js';
import { HttpProblem } from '../http/problem.js';
import { type Caller, callerOf } from './caller.js';
import { credentialOf, unauthenticated } from './credentials.js';
import { mayDo, type Permission } from './domain/roles.js';
import { KeyStore } from './keys/key-store.js';
import { FIRST_ORGANIZATION } from './organizations/first-organization.js';
import { assertLoopbackHost, assertSameOrigin } from './same-origin.js';
import { tooMany } from './sessions/login.js';
import { sessionIn } from './sessions/session-cookie.js';
import { SessionStore } from './sessions/session-store.js';
import { TokenVerifier } from './tokens/token-verifier.js';
import { TokenBuckets } from './token-buckets.js';

/** Wrong credentials of one address that are answered with 401 in a minute; further ones with 429. */
const WRONG_PER_MINUTE = 60;

const NOBODY: Caller = {
  organization: FIRST_ORGANIZATION,
  role: 'owner',
  by: 'nobody',
  id: 'AUTH=off',
  email: null,
};

/** Finds out who asks: by what the headers show, else by the browser's session. */
@Injectable()
export class Authentication {
  private readonly wrong = new TokenBuckets(WRONG_PER_MINUTE);
  private readonly floods = new TokenBuckets(1);

  constructor(
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
    private readonly keys: KeyStore,
    private readonly sessions: SessionStore,
    private readonly tokens: TokenVerifier,
    private readonly audit: AuditLog,
  ) {}

  async callerOf(request: FastifyRequest): Promise<Caller> {
    const credential = credentialOf(request);
    const cookie = sessionIn(request);
    if (credential === undefined && this.config.AUTH === 'off') {
      assertLoopbackHost(request);
      assertSameOrigin(request, 'allow');
      return NOBODY;
    }
    if (credential === undefined && cookie === undefined) {
      throw unauthenticated(
        'Sign in, or send an API key: "Authorization: Bearer pp_..." or "X-Api-Key: pp_...".',
      );
    }
    const caller =
      credential === undefined
        ? await this.sessions.callerWith(cookie ?? '')
        : await this.holderOf(credential);
    if (caller === undefined) throw await this.refused(request);
    if (caller.by === 'session') assertSameOrigin(request, 'refuse');
    return caller;
  }

  /** For answers that go on: who asks now, with the role they have now. Undefined where they could not ask again. */
  async stillThere(request: FastifyRequest): Promise<Caller | undefined> {
    try {
      return await this.callerOf(request);
    } catch (error) {
      // An outage takes nothing away.
      return error instanceof HttpProblem ? undefined : callerOf(request);
    }
  }

  async stillAllows(request: FastifyRequest, permission: Permission): Promise<boolean> {
    const caller = await this.stillThere(request);
    return caller !== undefined && mayDo(caller.role, permission);
  }

  private holderOf(credential: NonNullable<ReturnType<typeof credentialOf>>): Promise<Caller | undefined> {
    return credential.kind === 'key'
      ? this.keys.callerWith(credential.secret)
      : this.tokens.callerWith(credential.token);
  }

  /** Right credentials are never held up by wrong ones of the same address. */
  private async refused(request: FastifyRequest): Promise<Error> {
    const { allowed, retryAfter } = this.wrong.take(request.ip);
    if (!allowed) {
      // Once a minute: who runs the installation should know, the log should not fill up.
      if (this.floods.take(request.ip).allowed) {
        await this.audit.record(FIRST_ORGANIZATION, {
          caller: 'unknown',
          role: null,
          action: 'wrongCredentials',
          target: null,
          status: 429,
          requestId: request.id,
        });
      }
      return tooMany('Too many wrong keys or sessions from this address.', retryAfter);
    }
    return unauthenticated('This key, token or session is not known, has expired or was revoked.');
  }
}
