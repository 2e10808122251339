import type { FieldProblem } from '@powerpulse/runtime';

/** Every error of the HTTP edge, by status and code: RFC 9457 `type` and `title`. docs/api.md lists them. */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Nobody is signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'request-timeout': { status: 408, title: 'The request came too slowly' },
  conflict: { status: 409, title: 'Not possible in this state' },
  'content-too-large': { status: 413, title: 'Content too large' },
  'uri-too-long': { status: 414, title: 'URI too long' },
  'unsupported-media-type': { status: 415, title: 'Unsupported media type' },
  'upload-refused': { status: 422, title: 'The file was refused' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key belongs to another request' },
  'invalid-input': { status: 422, title: 'The input is not valid' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'headers-too-large': { status: 431, title: 'Request header fields too large' },
  internal: { status: 500, title: 'Internal error' },
  unavailable: { status: 503, title: 'Unavailable at the moment' },
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance?: string;
  errors?: readonly FieldProblem[];
  byte_offset?: number;
  hint?: string;
}

export interface ProblemExtras {
  errors?: readonly FieldProblem[];
  byte_offset?: number;
  hint?: string;
}

/** An error that only exists at the HTTP edge. What the domain throws on purpose comes from libs/runtime. */
export class HttpProblem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly extras: ProblemExtras = {},
    readonly headers: Readonly<Record<string, string>> = {},
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.name = 'HttpProblem';
  }
}

export function problemDocument(
  code: ProblemCode,
  detail: string,
  requestId?: string,
  extras: ProblemExtras = {},
): ProblemDocument {
  return {
    type: `urn:powerpulse:problem:${code}`,
    title: PROBLEMS[code].title,
    status: PROBLEMS[code].status,
    detail,
    ...(requestId === undefined ? {} : { instance: `urn:uuid:${requestId}` }),
    ...extras,
  };
}

export const invalidParameter = (path: string, message: string): HttpProblem =>
  new HttpProblem('invalid-request', `${path}: ${message}`, { errors: [{ path, message }] });
