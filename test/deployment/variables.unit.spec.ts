import path from 'node:path';
import { expect, it } from 'vitest';
import { allVariables, variablesDocument } from './variables.js';
import { ROOT } from './traffic.js';

it('docs/variables.md is that of the code (after a change: npm run docs:generate)', async () => {
  await expect(variablesDocument()).toMatchFileSnapshot(path.join(ROOT, 'docs', 'variables.md'));
});

it('every variable says what it means', () => {
  const unexplained = allVariables().flatMap(({ list }) => list.filter(({ meaning }) => meaning === ''));
  expect(unexplained.map(({ name }) => name)).toEqual([]);
});
