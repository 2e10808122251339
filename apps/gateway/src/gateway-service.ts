import type { ServiceOptions } from '@powerpulse/runtime';
import type { GatewayConfig } from './config.js';
import { serveOpenApi } from './documents/openapi.js';
import { prepareHttp, serverOptions } from './http/server.js';

/** How the service is put together; main.ts and the tests use the same. */
export const gatewayService = (config: GatewayConfig): ServiceOptions => ({
  service: 'gateway',
  fastify: serverOptions(config),
  prepare: async (app) => {
    await prepareHttp(app, config);
    serveOpenApi(app);
  },
});
