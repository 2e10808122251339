import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import type { GatewayConfig } from '../config.js';
import { closeConnectionsOnStop } from './connections.js';
import { serveDashboard } from './dashboard.js';
import { ProblemFilter } from './problem.filter.js';
import { answerClientError, routingProblem, sendRawProblem } from './raw-problem.js';
import { guardRequests } from './request-hygiene.js';
import { RouteTable } from './route-table.js';
import { createValidationPipe } from './validation.js';

const MIB = 1024 * 1024;

/** Form fields and part headers around the file itself. */
export const FORM_OVERHEAD_BYTES = 64 * 1024;

/** A chat id of 500 emoji is 6,000 characters of percent escapes. */
const LONGEST_PARAMETER = 12_000;

/** What programs of other origins may read of an answer. */
const EXPOSED_HEADERS = [
  'Location',
  'Retry-After',
  'X-Request-Id',
  'X-Export-About',
  'Content-Disposition',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
];

export function serverOptions(config: GatewayConfig): ConstructorParameters<typeof FastifyAdapter>[0] {
  return {
    bodyLimit: MIB,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    // Whose address counts for limits; a client could write any into the header itself.
    ...(config.TRUSTED_PROXIES === undefined ? {} : { trustProxy: config.TRUSTED_PROXIES }),
    genReqId: () => randomUUID(),
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => {
      const { status, headers, body } = routingProblem(error, request.id);
      // Generic over every kind of server; this one is of the plain kind.
      void (reply as unknown as FastifyReply).code(status).headers(headers).send(body);
    },
    // A socket on which nothing moves. Event streams send a sign of life more often.
    connectionTimeout: 120_000,
    keepAliveTimeout: 65_000,
    // What comes while the service stops is still answered; connections.ts ends them.
    return503OnClosing: false,
    // Uploads may take hours; bodies have limits of their own (request-hygiene.ts, receive-file.ts).
    requestTimeout: 0,
    http: {
      headersTimeout: config.HEADERS_TIMEOUT_SECONDS * 1000,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 32 * 1024,
    },
  };
}

/** Everything about HTTP that no single call decides. */
export async function prepareHttp(app: NestFastifyApplication, config: GatewayConfig): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  const routes = new RouteTable();
  fastify.addHook('onRoute', (route) => routes.add(route));
  guardRequests(fastify, { bodyTimeoutMs: config.BODY_TIMEOUT_SECONDS * 1000 });
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        // Swagger UI carries its styles inline.
        styleSrc: ["'self'", "'unsafe-inline'"],
        upgradeInsecureRequests: null,
      },
    },
    // TLS ends in front of this server; whoever ends it knows whether HSTS holds for the whole host.
    strictTransportSecurity: false,
  });
  await app.register(multipart, {
    limits: {
      files: 1,
      fields: 5,
      parts: 6,
      fieldNameSize: 100,
      fieldSize: 1024,
      headerPairs: 20,
      // One more than allowed: it is receive-file.ts that says no.
      fileSize: config.MAX_UPLOAD_BYTES + 1,
    },
    throwFileSizeLimit: false,
  });
  if (config.CORS_ORIGINS.length > 0) {
    app.enableCors({
      origin: config.CORS_ORIGINS,
      methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
      exposedHeaders: EXPOSED_HEADERS,
      maxAge: 600,
    });
  }
  await serveDashboard(app);
  app.useGlobalFilters(new ProblemFilter(routes));
  app.useGlobalPipes(createValidationPipe());
  limitServer(fastify.server, config);
  closeConnectionsOnStop(fastify);
}

function limitServer(server: Server, config: GatewayConfig): void {
  server.maxConnections = config.MAX_CONNECTIONS;
  // Whoever asks before sending is told at once instead of after a gigabyte.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (Number(request.headers['content-length'] ?? 0) > config.MAX_UPLOAD_BYTES + FORM_OVERHEAD_BYTES) {
      sendRawProblem(request.socket, 'content-too-large', tooLarge(config.MAX_UPLOAD_BYTES));
      return;
    }
    response.writeContinue();
    server.emit('request', request, response);
  });
}

export const tooLarge = (limit: number): string => `The file is larger than ${String(limit)} bytes.`;
