import { Unavailable } from './errors.js';

/** PostgreSQL: the server, a resource or the moment is at fault, not the statement. */
const SQLSTATES = new Set([
  '25006', // read-only: a standby, or a failover under way
  '25P03', // idle in transaction for too long
  '28000', // role not (yet) there
  '28P01', // password being rotated
  '3D000', // database not (yet) there
  '40001', // serialization failure
  '40P01', // deadlock
  '55P03', // lock not available in time
  '57P01', // administrator shut the connection
  '57P02', // crash shutdown
  '57P03', // starting up
]);
/** Connection exceptions, exhausted resources, I/O errors of the server. */
const SQLSTATE_CLASSES = ['08', '53', '58'];

const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

const NATS_ERRORS = new Set([
  'ConnectionError',
  'ClosedConnectionError',
  'DrainingConnectionError',
  'NoResponders',
  'RequestError',
  'AuthorizationError',
  'PermissionViolationError',
  'UserAuthenticationExpiredError',
  'TimeoutError',
  'JetStreamNotEnabled',
  'JetStreamStatusError',
]);

/** What `pg` says without a code. */
const PG_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|after calling end on the pool|Client was closed/;

/** The store is full or the stream is away: 10059 stream, 10014 consumer not found, 10077 no space, 10008 and 10023 no resources. */
const JETSTREAM_CODES = new Set([10008, 10014, 10023, 10047, 10059, 10077]);

interface Described {
  name?: unknown;
  code?: unknown;
  message?: unknown;
  cause?: unknown;
  errors?: unknown;
}

function isOutageItself({ name, code, message }: Described): boolean {
  if (typeof code === 'string') {
    if (SQLSTATES.has(code) || SOCKET_CODES.has(code)) return true;
    if (code.length === 5 && SQLSTATE_CLASSES.includes(code.slice(0, 2))) return true;
  }
  if (typeof name === 'string' && NATS_ERRORS.has(name)) return true;
  if (typeof code === 'number' && name === 'JetStreamApiError' && JETSTREAM_CODES.has(code)) return true;
  return typeof message === 'string' && PG_MESSAGES.test(message);
}

/** Whether the error (or what caused it) is an outage: wait and retry, and count no attempt. */
export function isOutage(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false;
  if (error instanceof Unavailable) return true;
  const described = error as Described;
  if (isOutageItself(described)) return true;
  if (Array.isArray(described.errors) && described.errors.some((inner) => isOutage(inner, depth + 1)))
    return true;
  return isOutage(described.cause, depth + 1);
}
