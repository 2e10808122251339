import { applyDecorators, UseFilters } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import type { RequestDefinition } from '@powerpulse/contracts';
import { PassThroughFilter } from './pass-through.filter.js';

export const REQUESTS_TRANSPORT = Symbol('requests');

/** What `@Ctx()` gives a method that answers: the subject names the organization where the definition's has a wildcard. */
export interface RequestContext {
  readonly subject: string;
  /** The dead letter that asks again; whatever is made of it is made once, however often it is redriven. */
  readonly deadLetter: string | null;
}

/**
 * Marks a controller's method as the answer to a query or command. The method gets the request (`@Payload()`), checked,
 * and returns the reply; what it throws on purpose crosses to the caller.
 */
export function Answers<I, O>(definition: RequestDefinition<I, O>): MethodDecorator {
  return applyDecorators(
    MessagePattern(definition.subject, REQUESTS_TRANSPORT, { definition }),
    UseFilters(PassThroughFilter),
  );
}
