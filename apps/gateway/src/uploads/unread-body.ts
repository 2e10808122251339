import type { IncomingMessage, ServerResponse } from 'node:http';

const LINGER_MS = 10_000;

/**
 * After an early answer, reads on and throws away for a while: closing at once would make many clients lose the answer,
 * because they are still sending.
 */
export function discardUnreadBody(request: IncomingMessage, response: ServerResponse): void {
  response.once('finish', () => {
    if (request.readableEnded || request.destroyed) return;
    request.unpipe();
    request.resume();
    const timer = setTimeout(() => request.socket.destroy(), LINGER_MS);
    request.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
  });
}
