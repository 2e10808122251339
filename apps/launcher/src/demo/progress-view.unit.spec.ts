import { expect, it } from 'vitest';
import type { Progress } from './gateway-client.js';
import { progressView } from './progress-view.js';

const at = (progress_percentage: number, current_stage: string): Progress => ({
  upload_id: 'u',
  status: 'processing',
  progress_percentage,
  current_stage,
  processed_conversations: 1_200,
  total_conversations: 3_162,
  processed_days: 40,
  total_days: null,
  details: null,
  statistics: { messages_kept: 13_073 },
  errors: [],
});

function written(steps: Progress[], terminal: { isTTY?: boolean; columns?: number }): string {
  let text = '';
  const view = progressView({ ...terminal, write: (more: string) => (text += more) });
  for (const step of steps) view.show(step);
  return text;
}

it('writes a line for each stage and each tenth where nobody watches', () => {
  const steps = [at(11, 'ingesting'), at(12, 'ingesting'), at(21, 'ingesting'), at(22, 'scoring')];
  expect(written(steps, {}).trimEnd().split('\n')).toEqual([
    '   11 %  reading messages: 1,200 of 3,162 conversations, 40 days',
    '   21 %  reading messages: 1,200 of 3,162 conversations, 40 days',
    '   22 %  scoring days: 1,200 of 3,162 conversations, 40 days',
  ]);
});

it('redraws its three lines in place on a terminal, within its width', () => {
  const text = written([at(11, 'ingesting'), at(50, 'scoring')], { isTTY: true, columns: 60 });
  expect(text.split('\x1b[3A')).toHaveLength(2);
  const shown = text
    .replaceAll(/\x1b\[\d?[A-Z]/g, '')
    .trimEnd()
    .split('\n');
  expect(shown).toHaveLength(6);
  expect(Math.max(...shown.map((line) => line.length))).toBeLessThan(60);
  expect(shown.at(-1)).toContain('50 %');
});
