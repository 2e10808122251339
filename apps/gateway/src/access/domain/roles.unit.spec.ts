import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mayDo, mayGrant, PERMISSIONS, type Permission, ROLE_NAMES, ROLES } from './roles.js';

const DOCUMENT = new URL('../../../../../docs/access.md', import.meta.url);

describe('roles', () => {
  it('stand in docs/access.md as they are', () => {
    const text = readFileSync(DOCUMENT, 'utf8').replaceAll(/ +/g, ' ');
    for (const role of ROLE_NAMES) {
      const { permissions } = ROLES[role];
      const listed = permissions.length === Object.keys(PERMISSIONS).length ? 'all' : permissions.join(', ');
      expect(text).toContain(`| ${role} | ${listed} |`);
    }
  });

  it('give away only what they have', () => {
    const grants = ROLE_NAMES.map((role) => [role, ROLE_NAMES.filter((other) => mayGrant(role, other))]);
    expect(Object.fromEntries(grants)).toMatchObject({
      owner: ROLE_NAMES,
      admin: ROLE_NAMES.filter((role) => role !== 'owner'),
      viewer: ['viewer'],
    });
  });

  it('that take everything away know who customers are and what was written: exports hold both', () => {
    const needed: readonly Permission[] = ['customers:read', 'messages:read', 'conversations:read'];
    for (const role of ROLE_NAMES.filter((one) => mayDo(one, 'exports:read'))) {
      for (const permission of needed) expect(mayDo(role, permission), `${role} ${permission}`).toBe(true);
    }
  });
});
