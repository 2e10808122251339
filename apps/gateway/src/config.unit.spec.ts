import { parseConfig } from '@powerpulse/runtime';
import { describe, expect, it } from 'vitest';
import { gatewayConfig } from './config.js';

const parse = (environment: Record<string, string>) =>
  parseConfig(gatewayConfig, { DATABASE_URL: 'postgres://nobody@localhost/nothing', ...environment });

describe('the configuration of access', () => {
  it.each(['127.0.0.1', '127.8.8.8', 'localhost', '::1'])('may be off on %s', (HOST) => {
    expect(parse({ AUTH: 'off', HOST })).toMatchObject({ AUTH: 'off' });
  });

  it.each(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.org', 'powerpulse.example.org'])(
    'may not be off on %s, and says what to do',
    (HOST) => {
      expect(() => parse({ AUTH: 'off', HOST })).toThrow(
        /AUTH: off makes everybody the owner.*set HOST to 127/,
      );
    },
  );

  it('demands a long owner key', () => {
    expect(() => parse({ OWNER_KEY: 'pp_secret' })).toThrow(/OWNER_KEY: must be pp_ and 40 to 200/);
    expect(() => parse({ OWNER_KEY: 'x'.repeat(60) })).toThrow(/OWNER_KEY/);
  });
});
