import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem } from './problem.js';
import { checkQueryString } from './query-string.js';
import { sendRawProblem } from './raw-problem.js';

export const UPLOAD_PATH = '/api/upload-json';
/** What is wrong with other types they say themselves. */
const TAKES_FILES: ReadonlySet<string | undefined> = new Set([UPLOAD_PATH, '/api/upload-preview']);
const JSON_ONLY = 'Send the body as application/json.';

interface Limits {
  bodyTimeoutMs: number;
}

/** What every request must pass before anything looks at its route, and what every answer carries. */
export function guardRequests(fastify: FastifyInstance, { bodyTimeoutMs }: Limits): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    // Answers hold names, texts and numbers of one organization.
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
    done(problemOfRequest(request));
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    done(isOtherThanJson(request) ? new HttpProblem('unsupported-media-type', JSON_ONLY) : undefined);
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (hasBody(request) && request.routeOptions.url !== UPLOAD_PATH)
      limitBodyTime(request, reply, bodyTimeoutMs);
    done();
  });
}

function problemOfRequest(request: FastifyRequest): Error | undefined {
  try {
    checkHeaders(request);
    checkQueryString(request.url);
    return undefined;
  } catch (error) {
    if (error instanceof HttpProblem) return error;
    throw error;
  }
}

function checkHeaders(request: FastifyRequest): void {
  const names = request.raw.rawHeaders
    .filter((_, index) => index % 2 === 0)
    .map((name) => name.toLowerCase());
  for (const single of ['host', 'content-type', 'idempotency-key', 'authorization', 'x-api-key']) {
    if (names.filter((name) => name === single).length > 1) {
      throw new HttpProblem('invalid-request', `The header ${single} is given more than once.`);
    }
  }
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new HttpProblem('unsupported-media-type', 'Compressed bodies are not accepted: send it as it is.');
  }
}

/** Forms and plain text, which the framework would read, too. */
function isOtherThanJson(request: FastifyRequest): boolean {
  if (request.is404 || !hasBody(request) || TAKES_FILES.has(request.routeOptions.url)) return false;
  return !/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(request.headers['content-type'] ?? '');
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Uploads may take long and have a rule of their own (a least speed); every other body is small. */
function limitBodyTime(request: FastifyRequest, reply: FastifyReply, ms: number): void {
  const timer = setTimeout(() => {
    if (!reply.sent) sendRawProblem(request.raw.socket, 'request-timeout', 'The body did not come in time.');
  }, ms);
  const stop = (): void => clearTimeout(timer);
  request.raw.once('end', stop).once('close', stop);
}
