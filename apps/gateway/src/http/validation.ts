import { ValidationPipe, type ValidationError } from '@nestjs/common';
import type { FieldProblem } from '@powerpulse/runtime';
import { HttpProblem } from './problem.js';

/** Strict: what is not declared is refused, and every problem is named with its path. Values are never repeated. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    validationError: { target: false, value: true },
    exceptionFactory: (errors) => {
      const problems = errors.flatMap((error) => fieldProblems(error)).slice(0, 20);
      const first = problems[0];
      const detail = first === undefined ? 'The request is not valid.' : `${first.path}: ${first.message}`;
      return new HttpProblem('invalid-request', detail, { errors: problems });
    },
  });
}

function fieldProblems(error: ValidationError, parent = ''): FieldProblem[] {
  const path = `${parent}${shorten(error.property)}`;
  const broken = Object.entries(error.constraints ?? {});
  const worst = broken.find(([rule]) => KINDS.has(rule)) ?? broken[0];
  const own = worst === undefined ? [] : [{ path, message: messageOf(worst, error) }];
  return [...own, ...(error.children ?? []).flatMap((child) => fieldProblems(child, `${path}.`))];
}

/** One problem of a field is told, and that it is of another kind before how long it may be. */
const KINDS: ReadonlySet<string> = new Set([
  'isString',
  'isArray',
  'isNumber',
  'isInt',
  'isBoolean',
  'isObject',
]);

/** Of the value it counts only whether there is one. */
function messageOf([rule, message]: [string, string], { property, value }: ValidationError): string {
  if (rule === 'whitelistValidation') return 'is not known here';
  return value === undefined ? 'is missing' : sentence(message, property);
}

/** class-validator starts its messages with the property's name, which already stands in `path`. */
const sentence = (message: string, property: string): string =>
  message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;

const shorten = (name: string): string => (name.length > 100 ? `${name.slice(0, 100)}…` : name);
