import { headers, type Msg, type MsgHdrs } from '@nats-io/transport-node';
import {
  isOutage,
  isProblemCode,
  Problem,
  type ProblemBody,
  problemFrom,
  safeError,
  Unavailable,
} from '@powerpulse/runtime';

/** As in the NATS services protocol, so that other clients see an error where they look for one. */
const ERROR_HEADER = 'Nats-Service-Error';
const ERROR_CODE_HEADER = 'Nats-Service-Error-Code';

const STATUS = {
  invalid_input: 422,
  not_found: 404,
  conflict: 409,
  unavailable: 503,
  internal: 500,
} as const;

export interface WireError {
  body: ProblemBody | { code: 'internal'; detail: string };
  headers: MsgHdrs;
}

/** A defect crosses as `internal` without its message: that stays in the log of who had it. */
export function toWire(error: unknown): WireError {
  const body =
    error instanceof Problem
      ? error.toBody()
      : isOutage(error)
        ? new Unavailable('a dependency is away').toBody()
        : { code: 'internal' as const, detail: `${safeError(error).name} while answering` };
  const h = headers();
  h.set(ERROR_HEADER, body.code);
  h.set(ERROR_CODE_HEADER, String(STATUS[body.code]));
  return { body, headers: h };
}

/** The other side failed in a way it did not foresee. */
export class RemoteDefect extends Error {
  constructor(request: string, detail: string) {
    super(`${request}: ${detail}`);
    this.name = 'RemoteDefect';
  }
}

export function errorIn(request: string, reply: Msg): Error | undefined {
  if (!reply.headers?.has(ERROR_HEADER)) return undefined;
  const body = reply.json<Partial<ProblemBody>>();
  if (!isProblemCode(body.code)) return new RemoteDefect(request, body.detail ?? 'no reason given');
  return problemFrom({ ...body, code: body.code, detail: body.detail ?? body.code });
}
