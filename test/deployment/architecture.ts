import fs from 'node:fs';
import path from 'node:path';
import { ROOT, SERVICES } from './traffic.js';

/** The table of docs/architecture.md that says who tells and who asks whom. */
export function documentedEdges(): { told: string[]; asked: string[] } {
  const text = fs.readFileSync(path.join(ROOT, 'docs', 'architecture.md'), 'utf8');
  const table = text.slice(text.indexOf('| tells, by events |'));
  const told: string[] = [];
  const asked: string[] = [];
  for (const service of SERVICES) {
    const cells = new RegExp(`^\\| ${service} +\\|([^|]*)\\|([^|]*)\\|$`, 'm').exec(table);
    if (!cells) throw new Error(`docs/architecture.md does not say whom ${service} tells and asks`);
    const names = (cell = '') => cell.split(',').flatMap((name) => name.trim() || []);
    told.push(...names(cells[1]).map((to) => `${service} -> ${to}`));
    asked.push(...names(cells[2]).map((to) => `${service} -> ${to}`));
  }
  return { told: told.sort(), asked: asked.sort() };
}
