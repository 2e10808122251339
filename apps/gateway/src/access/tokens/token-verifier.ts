import { Inject, Injectable } from '@nestjs/common';
import { Database, Unavailable } from '@powerpulse/runtime';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { GATEWAY_CONFIG, type GatewayConfig } from '../../config.js';
import type { Caller } from '../caller.js';
import { identityIn, type TokenIdentity } from '../domain/token-claims.js';
import { ShortMemory } from '../../short-memory.js';

/** Only what is signed with a private key; keys come from the configured address and from nowhere else. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** The issuer's keys could not be fetched: that says nothing about the token. */
const isIssuerAway = (error: unknown): boolean =>
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  !(error instanceof errors.JOSEError) ||
  error.code === 'ERR_JOSE_GENERIC';

/** JSON Web Tokens of the one issuer that the installation trusts (OIDC_ISSUER). */
@Injectable()
export class TokenVerifier {
  private readonly keys: JWTVerifyGetKey | undefined;
  private readonly open = new ShortMemory<true>();

  constructor(
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
    private readonly database: Database,
  ) {
    const { OIDC_JWKS_URL: url } = config;
    if (url !== undefined) this.keys = createRemoteJWKSet(new URL(url), { timeoutDuration: 5_000 });
  }

  async callerWith(token: string): Promise<Caller | undefined> {
    const identity = await this.verified(token);
    if (identity === undefined) return undefined;
    const { organization, role, subject: id, email } = identity;
    const open = await this.open.remember(organization, async () => {
      const found = await this.database.query(
        'select 1 from organizations where organization = $1 and suspended_at is null',
        [organization],
      );
      return found.length > 0 ? true : undefined;
    });
    return open ? { organization, role, by: 'token', id, email } : undefined;
  }

  private async verified(token: string): Promise<TokenIdentity | undefined> {
    const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience } = this.config;
    if (this.keys === undefined || issuer === undefined || audience === undefined) return undefined;
    try {
      const options = { issuer, audience, algorithms: ALGORITHMS, requiredClaims: ['exp', 'sub'] };
      const { payload } = await jwtVerify(token, this.keys, options);
      const names = {
        organization: this.config.OIDC_ORGANIZATION_CLAIM,
        role: this.config.OIDC_ROLE_CLAIM,
        email: this.config.OIDC_EMAIL_CLAIM,
      };
      return identityIn(payload, names, Date.now() / 1000);
    } catch (error) {
      if (isIssuerAway(error)) throw new Unavailable('The keys of the token issuer can not be fetched.');
      return undefined;
    }
  }
}
