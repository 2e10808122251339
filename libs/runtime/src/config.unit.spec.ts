import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commonConfig, ConfigError, parseConfig } from './config.js';

const schema = z.object({ ...commonConfig, WORKERS: z.coerce.number().int().positive() });
const good = { DATABASE_URL: 'postgresql://me:secret@localhost/x', PORT: '3000', WORKERS: '2' };

describe('configuration', () => {
  it('fills in what is usual and converts what it is given', () => {
    expect(parseConfig(schema, { ...good, LOG_LEVEL: 'debug', UNRELATED: 'x' })).toEqual({
      DATABASE_URL: good.DATABASE_URL,
      NATS_URL: 'nats://127.0.0.1:4222',
      HOST: '127.0.0.1',
      PORT: 3000,
      LOG_LEVEL: 'debug',
      DATABASE_POOL: 10,
      WORKERS: 2,
    });
  });

  it('takes an empty variable for an absent one', () => {
    expect(parseConfig(schema, { ...good, NATS_URL: '', METRICS_PORT: '' })).toMatchObject({
      NATS_URL: 'nats://127.0.0.1:4222',
    });
  });

  it('names every problem at once, and repeats no value', () => {
    const broken = { DATABASE_URL: 'mysql://me:secret@x', PORT: '99999', LOG_LEVEL: 'loud', WORKERS: 'few' };
    try {
      parseConfig(schema, broken);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      const { problems, message } = error as ConfigError;
      expect(problems.map((problem) => problem.split(':')[0])).toEqual([
        'DATABASE_URL',
        'PORT',
        'LOG_LEVEL',
        'WORKERS',
      ]);
      expect(message).not.toContain('secret');
    }
  });
});
