import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Requests in hand get this long to end when the service stops. */
const GRACE_MS = 15_000;

/**
 * Lets the server stop: sockets without a request in hand are closed at once, the others when theirs has ended. Node
 * itself waits for ever for a client that connected and never asked anything, as browsers do ahead of time.
 */
export function closeConnectionsOnStop(fastify: FastifyInstance): void {
  const requests = new Map<Socket, number>();
  let stopping = false;
  const settle = (socket: Socket): void => {
    if (stopping && requests.get(socket) === 0) socket.destroy();
  };
  fastify.server.on('connection', (socket: Socket) => {
    requests.set(socket, 0);
    socket.once('close', () => requests.delete(socket));
    settle(socket);
  });
  fastify.server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    requests.set(socket, (requests.get(socket) ?? 0) + 1);
    response.once('close', () => {
      if (!requests.has(socket)) return;
      requests.set(socket, (requests.get(socket) ?? 1) - 1);
      settle(socket);
    });
  });
  fastify.addHook('preClose', (done) => {
    stopping = true;
    for (const socket of requests.keys()) settle(socket);
    setTimeout(() => {
      for (const socket of requests.keys()) socket.destroy();
    }, GRACE_MS).unref();
    done();
  });
}
