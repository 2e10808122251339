import type { DayTranscript } from '../../apps/scoring/src/domain/scorer.js';

export interface Row {
  customer: boolean;
  text: string;
  /** One per rater; empty for the system's rows. */
  ratings: readonly number[];
}

export interface Dialogue {
  rows: readonly Row[];
  /** Ratings of the whole. */
  overall: readonly number[];
}

/**
 * `role, text, action, ratings` with tabs between; a blank line ends a dialogue. The action column is not even kept:
 * it must never enter a model.
 */
export function parseDialogues(content: string, name: string): Dialogue[] {
  const dialogues: Dialogue[] = [];
  let rows: Row[] = [];
  content.split(/\r?\n/).forEach((line, i) => {
    if (line.trim() !== '') {
      rows.push(parseRow(line, `${name}:${String(i + 1)}`));
      return;
    }
    if (rows.length > 0) dialogues.push(closeDialogue(rows, `${name}:${String(i + 1)}`));
    rows = [];
  });
  if (rows.length > 0) dialogues.push(closeDialogue(rows, name));
  return dialogues;
}

function parseRow(line: string, place: string): Row {
  const [role, text, , ratings] = line.split('\t');
  if (role !== 'USER' && role !== 'SYSTEM') throw new Error(`${place}: the row is neither USER nor SYSTEM`);
  const customer = role === 'USER';
  const rated = customer ? (ratings ?? '').split(',').map(Number) : [];
  if (rated.some((rating) => !(rating >= 1 && rating <= 5))) {
    throw new Error(`${place}: a USER row needs ratings from 1 to 5`);
  }
  return { customer, text: text ?? '', ratings: rated };
}

function closeDialogue(rows: readonly Row[], place: string): Dialogue {
  const last = rows.at(-1);
  if (last === undefined || !isOverall(last))
    throw new Error(`${place}: the dialogue has no USER OVERALL row`);
  return { rows: rows.slice(0, -1), overall: last.ratings };
}

const isOverall = (row: Row): boolean => row.customer && row.text === 'OVERALL';

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** A dialogue as the scorer gets it. The data has no times: a message a minute, so that no wait stands out. */
export const transcriptOf = (dialogue: Dialogue, rows = dialogue.rows): DayTranscript => ({
  dayId: 'dialogue',
  date: '2021-01-01',
  messages: rows.map(({ customer, text }, i) => ({
    messageId: String(i),
    at: i * 60_000,
    direction: customer ? 'to_company' : 'to_client',
    text,
  })),
  earlierDays: [],
});
