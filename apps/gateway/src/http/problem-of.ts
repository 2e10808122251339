import { HttpException } from '@nestjs/common';
import { isOutage, Problem } from '@powerpulse/runtime';
import { HttpProblem, type ProblemCode } from './problem.js';

const RETRY_SOON = { 'retry-after': '5' };

const DOMAIN_CODES = {
  invalid_input: 'invalid-input',
  not_found: 'not-found',
  conflict: 'conflict',
  unavailable: 'unavailable',
} as const satisfies Record<Problem['code'], ProblemCode>;

/** Errors of Fastify and its plugins, by code. Their own words are not passed on: some quote the input. */
const FRAMEWORK: Readonly<Record<string, [ProblemCode, string]>> = {
  FST_ERR_BAD_URL: ['invalid-request', 'The path has a malformed percent escape.'],
  FST_ERR_MAX_PARAM_LENGTH: ['uri-too-long', 'A part of the path is too long.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['content-too-large', 'The body is too large.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported-media-type', 'This content type is not accepted here.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['invalid-request', 'The body is not as long as Content-Length says.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['invalid-request', 'The body is empty where JSON is expected.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['invalid-request', 'The body is not well-formed JSON.'],
  FST_PARTS_LIMIT: ['invalid-request', 'The form has too many parts.'],
  FST_FILES_LIMIT: ['invalid-request', 'The form must have exactly one file.'],
  FST_FIELDS_LIMIT: ['invalid-request', 'The form has too many fields.'],
  FST_REQ_FILE_TOO_LARGE: ['content-too-large', 'The file is too large.'],
  FST_PROTO_VIOLATION: ['invalid-request', 'The form has a field of a name that is not allowed.'],
  FST_INVALID_MULTIPART_CONTENT_TYPE: ['unsupported-media-type', 'The request is not multipart/form-data.'],
  FST_INVALID_JSON_FIELD_ERROR: ['invalid-request', 'A form field is not the JSON that it declares to be.'],
  FST_MP_PREMATURE_CLOSE: ['invalid-request', 'The request ended before the form was complete.'],
};

const BY_STATUS: Readonly<Record<number, [ProblemCode, string]>> = {
  400: ['invalid-request', 'The request is malformed.'],
  404: ['not-found', 'There is nothing at this path.'],
  408: ['request-timeout', 'The request came too slowly.'],
  413: ['content-too-large', 'The body is too large.'],
  414: ['uri-too-long', 'The path is too long.'],
  415: ['unsupported-media-type', 'This content type is not accepted here.'],
};

/** PostgreSQL cancelled a statement at its time limit: it is too busy, not broken. */
const tookTooLong = (error: unknown): boolean => (error as Described | null)?.code === '57014';

interface Described {
  code?: unknown;
  statusCode?: unknown;
  cause?: unknown;
}

/** What the client is told of an error. `internal` stands for everything that nobody threw on purpose. */
export function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof Problem) {
    const headers = error.code === 'unavailable' ? RETRY_SOON : {};
    const extras = error.errors === undefined ? {} : { errors: error.errors };
    return new HttpProblem(DOMAIN_CODES[error.code], error.detail, extras, headers, { cause: error });
  }
  if (isOutage(error) || tookTooLong(error)) {
    return new HttpProblem(
      'unavailable',
      'A server this service depends on is away. Try again.',
      {},
      RETRY_SOON,
      { cause: error },
    );
  }
  return (
    frameworkProblem(error) ?? new HttpProblem('internal', 'Something went wrong.', {}, {}, { cause: error })
  );
}

function frameworkProblem(error: unknown): HttpProblem | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, statusCode, cause } = error as Described;
  if (typeof code === 'string') {
    const known = FRAMEWORK[code];
    if (known !== undefined) return new HttpProblem(...known, {}, {}, { cause: error });
  }
  if (error instanceof HttpException) {
    const known = (cause === undefined ? undefined : frameworkProblem(cause)) ?? byStatus(error.getStatus());
    return known;
  }
  return typeof statusCode === 'number' ? byStatus(statusCode) : undefined;
}

function byStatus(status: number): HttpProblem | undefined {
  const known = BY_STATUS[status];
  return known === undefined ? undefined : new HttpProblem(...known);
}
