import { readFileSync } from 'node:fs';
import { REJECT_CODES } from '@powerpulse/contracts';
import { describe, expect, it } from 'vitest';
import { REJECT_REASONS } from './reject-reasons.js';

const GUIDE = readFileSync(new URL('../../../../docs/uploading.md', import.meta.url), 'utf8');

describe('reasons for which a message is not kept', () => {
  it('use every code of the contract', () => {
    const used = new Set<string>(Object.values(REJECT_REASONS).map((reason) => reason.code));
    expect([...used].sort()).toEqual([...REJECT_CODES].sort());
  });

  it('stand in docs/uploading.md', () => {
    for (const code of REJECT_CODES) expect(GUIDE).toContain(`\`${code}\``);
  });

  it('say what is wrong and how to mend it', () => {
    for (const { message, hint } of Object.values(REJECT_REASONS)) {
      expect(message).toMatch(/\.$/);
      expect(hint).toMatch(/\.$/);
    }
  });
});
