import { NoRespondersError, TimeoutError } from '@nats-io/transport-node';
import { describe, expect, it } from 'vitest';
import { InvalidInput, NotFound, Unavailable } from './errors.js';
import { isOutage } from './outage.js';

const coded = (code: string | number, message = 'x', name?: string) =>
  Object.assign(new Error(message), { code, ...(name && { name }) });

describe('isOutage', () => {
  it.each([
    ['a service that said so', new Unavailable('later')],
    ['refused', coded('ECONNREFUSED')],
    ['reset', coded('ECONNRESET')],
    ['no such host', coded('ENOTFOUND')],
    ['too many connections', coded('53300')],
    ['disk full', coded('53100')],
    ['shut down by the administrator', coded('57P01')],
    ['starting up', coded('57P03')],
    ['read-only after a failover', coded('25006')],
    ['serialization failure', coded('40001')],
    ['deadlock', coded('40P01')],
    ['lock not available', coded('55P03')],
    ['connection lost', coded('08006')],
    ['pg without a code', new Error('Connection terminated unexpectedly')],
    ['nobody listens', new NoRespondersError('x')],
    ['no answer', new TimeoutError()],
    ['the stream is full', coded(10077, 'maximum bytes exceeded', 'JetStreamApiError')],
    ['hidden in a cause', new Error('x', { cause: new Error('y', { cause: coded('ECONNREFUSED') }) })],
    ['one of several addresses', new AggregateError([coded('ECONNREFUSED')])],
  ])('%s: wait', (_, error) => expect(isOutage(error)).toBe(true));

  it.each([
    ['an input', new InvalidInput('no')],
    ['a lookup', new NotFound('no')],
    ['a unique violation', coded('23505')],
    ['a division by zero', coded('22012')],
    ['a missing table', coded('42P01')],
    ['a cancelled statement', coded('57014')],
    ['a defect', new TypeError('x is not a function')],
    ['a refused message', coded(10054, 'message size exceeds maximum', 'JetStreamApiError')],
    ['nothing', undefined],
    ['a text', 'ECONNREFUSED'],
  ])('%s: a failure', (_, error) => expect(isOutage(error)).toBe(false));

  it('survives errors that cause each other', () => {
    const error = new Error('x');
    error.cause = error;
    expect(isOutage(error)).toBe(false);
  });
});
