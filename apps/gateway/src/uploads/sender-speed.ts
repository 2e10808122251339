import type { IncomingMessage } from 'node:http';
import { sendRawProblem } from '../http/raw-problem.js';

const TICK_MS = 1_000;

export interface LeastSpeed {
  readonly bytesPerSecond: number;
  /** Measured over so long. */
  readonly seconds: number;
}

/**
 * Cuts off senders that drip: they would hold a place for ever. Time in which we don't read (because the database is
 * slow) is not theirs and does not count.
 */
export function demandSpeed(request: IncomingMessage, { bytesPerSecond, seconds }: LeastSpeed): void {
  let ticks = 0;
  let bytes = 0;
  const count = (piece: Buffer): void => {
    bytes += piece.length;
  };
  const timer = setInterval(() => {
    if (request.isPaused()) return;
    if (++ticks < seconds) return;
    if (bytes < bytesPerSecond * seconds) {
      sendRawProblem(request.socket, 'request-timeout', 'The upload came too slowly and was given up.');
    }
    ticks = 0;
    bytes = 0;
  }, TICK_MS);
  const stop = (): void => {
    clearInterval(timer);
    request.off('data', count);
  };
  // Counting must not start the flow before someone reads: it joins when the form reader has.
  request.once('resume', () => request.on('data', count));
  request.once('end', stop).once('close', stop);
}
