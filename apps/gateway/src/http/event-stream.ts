import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Where nothing happens a comment goes out so often: proxies close connections on which nothing moves. */
export const SIGN_OF_LIFE_MS = 15_000;
export const RETRY = 'retry: 2000\n\n';
export const SIGN_OF_LIFE = ': still here\n\n';

/** One server-sent event; without `id` whoever comes back still names the one before. */
export const eventText = (name: string, data: object, id?: string): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

export async function sendEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  pieces: AsyncIterable<string>,
): Promise<void> {
  void reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no');
  // Nobody would take the events of a HEAD, and reading them away would never end.
  await (request.method === 'HEAD' ? reply.send() : reply.send(Readable.from(pieces)));
}
