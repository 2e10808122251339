import type { DayTranscript } from '../scorer.js';
import type { Line } from './line.js';
import { addEvidence, NO_EVIDENCE, type LanguageEvidence } from './language.js';
import { has, readMessage } from './read-message.js';
import { overlap, shared } from './signals.js';
import { unansweredTail } from './unanswered.js';

/** How a day went, as counts and marks that a person can check against the transcript. */
export interface DayReading {
  lines: readonly Line[];
  customer: readonly Line[];
  agent: readonly Line[];
  letters: number;
  /** Runs of customer messages. */
  turns: number;
  /** The customer's last messages that nobody answered and that wait for an answer. */
  unansweredTail: readonly Line[];
  /** Per customer message, the largest overlap with an earlier one. */
  repetition: Float64Array;
  /** Longest wait for an agent, in minutes. */
  longestWait: number;
  /** Same issue on an earlier day: true, false, or null where it can not be told. */
  cameBack: boolean | null;
}

export function readDay(lines: readonly Line[], day: DayTranscript): DayReading {
  const customer = lines.filter((line) => line.customer);
  return {
    lines,
    customer,
    agent: lines.filter((line) => !line.customer),
    letters: customer.reduce((sum, line) => sum + line.reading.tokens.letters, 0),
    turns: lines.filter((line, i) => line.customer && lines[i - 1]?.customer !== true).length,
    unansweredTail: unansweredTail(lines),
    repetition: repetitionOf(customer),
    longestWait: longestWait(lines),
    cameBack: cameBack(day, customer),
  };
}

/** Of all that the customer wrote. */
export const languageOf = ({ customer }: DayReading): LanguageEvidence =>
  customer.map((line) => line.reading.language).reduce(addEvidence, NO_EVIDENCE);

const NO_WORDS = new Int32Array(0);
/** How far back a message is compared: who says it again does so soon. */
const LOOK_BACK = 12;

function repetitionOf(customer: readonly Line[]): Float64Array {
  return Float64Array.from(customer, ({ reading: { signals } }, i) => {
    if (signals.content.length < 2) return 0;
    let most = 0;
    for (let j = Math.max(0, i - LOOK_BACK); j < i; j++) {
      most = Math.max(most, overlap(signals.content, customer[j]?.reading.signals.content ?? NO_WORDS));
    }
    return most;
  });
}

function longestWait(lines: readonly Line[]): number {
  let asked: number | null = null;
  let longest = 0;
  for (const line of lines) {
    if (line.customer) asked ??= line.at;
    else if (asked !== null) {
      longest = Math.max(longest, line.at - asked);
      asked = null;
    }
  }
  return longest / 60_000;
}

const WEEK = 7 * 86_400_000;
/** Words in common that make it the same issue. */
const SAME_ISSUE = 3;

function cameBack(day: DayTranscript, customer: readonly Line[]): boolean | null {
  const earlier = day.earlierDays.filter((one) => one.customerMessages > 0);
  const last = earlier.at(-1);
  if (last === undefined) return false;
  const sameWords = earlier.some(({ firstCustomerText }) => {
    const { content } = readMessage(firstCustomerText ?? '').signals;
    return customer.some((line) => shared(content, line.reading.signals.content) >= SAME_ISSUE);
  });
  if (sameWords || customer.some(({ reading }) => has(reading, 'helpAgain') || has(reading, 'unsolved')))
    return true;
  return Date.parse(day.date) - Date.parse(last.date) <= WEEK ? true : null;
}
