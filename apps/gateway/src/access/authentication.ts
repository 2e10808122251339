import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { GATEWAY_CONFIG, type GatewayConfig } from '../config.js';
import type { Caller } from './caller.js';
import { credentialOf, unauthenticated } from './credentials.js';
import { KeyStore } from './keys/key-store.js';
import { FIRST_ORGANIZATION } from './organizations.js';

const NOBODY: Caller = {
  organization: FIRST_ORGANIZATION,
  role: 'owner',
  by: 'nobody',
  id: 'AUTH=off',
  email: null,
};

/** Finds out who asks. */
@Injectable()
export class Authentication {
  constructor(
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
    private readonly keys: KeyStore,
  ) {}

  async callerOf(request: FastifyRequest): Promise<Caller> {
    const credential = credentialOf(request);
    if (credential === undefined) {
      if (this.config.AUTH === 'off') return NOBODY;
      throw unauthenticated('Send an API key: "Authorization: Bearer pp_..." or "X-Api-Key: pp_...".');
    }
    const caller = credential.kind === 'key' ? await this.keys.callerWith(credential.secret) : undefined;
    if (caller === undefined)
      throw unauthenticated('This key or token is not known, has expired or was revoked.');
    return caller;
  }
}
