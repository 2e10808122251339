import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { invalidParameter } from '../http/problem.js';

const FORM = /^[\x21-\x7e]{1,255}$/;

export function idempotencyKeyOf({ headers }: FastifyRequest): string | null {
  const key = headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key === 'string' && FORM.test(key)) return key;
  throw invalidParameter('Idempotency-Key', 'must be 1 to 255 visible ASCII characters');
}

export const ApiIdempotencyKey = (): MethodDecorator =>
  ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'Makes repeating safe: the same key with the same content and options answers with the first upload. 1 to 255 visible ASCII characters.',
    schema: { type: 'string', minLength: 1, maxLength: 255, example: 'export-2026-11-20' },
  });
