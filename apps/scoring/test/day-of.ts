import type { DayTranscript, Judgement } from '../src/domain/scorer.js';
import { judgeDay } from '../src/domain/local/index.js';

/** "C: ..." is the customer, "A: ..." the agent; a minute apart. */
export const dayOf = (...said: readonly string[]): DayTranscript => ({
  dayId: 'day',
  date: '2026-03-02',
  messages: said.map((line, i) => ({
    messageId: `m${String(i)}`,
    at: Date.UTC(2026, 2, 2, 10, i),
    direction: line.startsWith('C: ') ? 'to_company' : 'to_client',
    text: line.slice(3),
  })),
  earlierDays: [],
});

export function judged(day: DayTranscript): Judgement {
  const verdict = judgeDay(day);
  if (verdict.kind !== 'judged') throw new Error(verdict.detail);
  return verdict.judgement;
}
