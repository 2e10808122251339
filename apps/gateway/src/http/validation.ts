import { ValidationPipe, type ValidationError } from '@nestjs/common';
import type { FieldProblem } from '@powerpulse/runtime';
import { HttpProblem } from './problem.js';

/** Strict: what is not declared is refused, and every problem is named with its path. Values are never repeated. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
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
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
    path,
    message: rule === 'whitelistValidation' ? 'is not known here' : sentence(message, error.property),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldProblems(child, `${path}.`))];
}

/** class-validator starts its messages with the property's name, which already stands in `path`. */
const sentence = (message: string, property: string): string =>
  message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;

const shorten = (name: string): string => (name.length > 100 ? `${name.slice(0, 100)}…` : name);
