/** One thing that is wrong with an input: where, and how to mend it. Never message text. */
export interface FieldProblem {
  path: string;
  message: string;
}

/** The shape in which a problem crosses a service border. */
export interface ProblemBody {
  code: ProblemCode;
  detail: string;
  errors?: readonly FieldProblem[];
}

export type ProblemCode = 'invalid_input' | 'not_found' | 'conflict' | 'unavailable';

/** The errors that are thrown on purpose. Anything else is a defect. */
export abstract class Problem extends Error {
  abstract readonly code: ProblemCode;

  constructor(
    readonly detail: string,
    readonly errors?: readonly FieldProblem[],
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.name = new.target.name;
  }

  toBody(): ProblemBody {
    return { code: this.code, detail: this.detail, ...(this.errors && { errors: this.errors }) };
  }
}

/** No retry can help: 422 over HTTP, at once a dead letter on the stream. */
export class InvalidInput extends Problem {
  readonly code = 'invalid_input';
}

export class NotFound extends Problem {
  readonly code = 'not_found';
}

export class Conflict extends Problem {
  readonly code = 'conflict';
}

/** Something we depend on is away: 503 with Retry-After over HTTP, a pause that counts as no attempt on the stream. */
export class Unavailable extends Problem {
  readonly code = 'unavailable';
}

const classes = {
  invalid_input: InvalidInput,
  not_found: NotFound,
  conflict: Conflict,
  unavailable: Unavailable,
} as const;

export function problemFrom(body: ProblemBody): Problem {
  return new classes[body.code](body.detail, body.errors);
}

export function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && code in classes;
}
