/**
 * Loaded into every service by NODE_OPTIONS: kills its process at the n-th commit, publication, acknowledgement or question that it
 * sees on its sockets. The product knows nothing of it.
 */
import { readFileSync, renameSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { isMainThread } from 'node:worker_threads';
import type { CrashOrder } from './crash-order.js';

const LOOK_EVERY_MS = 50;
const SENT: Record<CrashOrder['what'], RegExp> = {
  // Both of PostgreSQL's protocols say it in plain letters; so does NATS.
  commit: /\bcommit\b/i,
  publish: /H?PUB powerpulse\.evt\./,
  ack: /PUB \$JS\.ACK\./,
  /** To a language model. */
  question: /^POST \/\S+ HTTP\//,
};

const service = /apps\/([^/]+)\/src\/main\.js$/.exec(process.argv[1] ?? '')?.[1];
const folder = process.env.CRASH_ORDERS;
let order: CrashOrder | undefined;
let left = 0;

const die = () => process.kill(process.pid, 'SIGKILL');

/** Of several replicas the first to rename it obeys, and only once. */
function look(file: string): void {
  try {
    renameSync(file, `${file}.${process.pid}`);
  } catch {
    return; // no order, or another replica was faster
  }
  order = JSON.parse(readFileSync(`${file}.${process.pid}`, 'utf8')) as CrashOrder;
  left = order.n;
}

function seen(socket: net.Socket, chunk: unknown): void {
  if (order === undefined || !(typeof chunk === 'string' || chunk instanceof Uint8Array)) return;
  const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1');
  if (!SENT[order.what].test(text) || --left > 0) return;
  if (order.when === 'before') die();
  // The other side has answered: it is done, and nobody here knows.
  socket.prependOnceListener('data', die);
  order = undefined;
}

if (isMainThread && service !== undefined && folder !== undefined) {
  const file = path.join(folder, service);
  setInterval(() => look(file), LOOK_EVERY_MS).unref();
  type Write = (this: net.Socket, ...args: unknown[]) => boolean;
  const write = Reflect.get(net.Socket.prototype, 'write') as Write;
  const watched: Write = function (...args) {
    seen(this, args[0]);
    return write.apply(this, args);
  };
  Reflect.set(net.Socket.prototype, 'write', watched);
}
