import type { Socket } from 'node:net';
import { problemOf } from './problem-of.js';
import { PROBLEMS, problemDocument, type ProblemCode } from './problem.js';

/** An answer where there is no request object yet (or no more): straight onto the socket, which is then closed. */
export function sendRawProblem(socket: Socket, code: ProblemCode, detail: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { status, title } = PROBLEMS[code];
  const body = JSON.stringify(problemDocument(code, detail));
  socket.end(
    [
      `HTTP/1.1 ${String(status)} ${title}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${String(Buffer.byteLength(body))}`,
      'Cache-Control: no-store',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
    () => socket.destroy(),
  );
}

const MALFORMED = ['invalid-request', 'This is not well-formed HTTP.'] as const;

const CLIENT_ERRORS: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  HPE_HEADER_OVERFLOW: ['headers-too-large', 'Request line and headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request-timeout', 'The request did not come in time.'],
};

/** What Node's parser refuses before any route is known. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [code, detail] = CLIENT_ERRORS[error.code ?? ''] ?? MALFORMED;
  sendRawProblem(socket, code, detail);
}

/** What the router refuses before any hook runs: broken percent escapes, endless parameters. */
export function routingProblem(error: unknown, requestId: string) {
  const { code, detail, extras } = problemOf(error);
  return {
    status: PROBLEMS[code].status,
    headers: {
      'x-request-id': requestId,
      'content-type': 'application/problem+json; charset=utf-8',
    },
    body: JSON.stringify(problemDocument(code, detail, requestId, extras)),
  };
}
