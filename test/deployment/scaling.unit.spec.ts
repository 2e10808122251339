import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './traffic.js';

interface Scaling {
  table: () => string;
}

/** As cells: Prettier pads the columns. */
const cells = (text: string) => text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));

it('docs/scaling.md has the table that the simulation works out', async () => {
  const file: string = '../../tools/scaling.mjs';
  const simulation: unknown = await import(file);
  const { table } = simulation as Scaling;
  const document = fs.readFileSync(path.join(ROOT, 'docs', 'scaling.md'), 'utf8');
  const shown = document.split('\n').filter((line) => line.startsWith('|'));
  const rows = (lines: string[][]) => lines.filter(([, first]) => !first?.startsWith('-'));
  expect(rows(cells(shown.join('\n')))).toEqual(rows(cells(table())));
});
