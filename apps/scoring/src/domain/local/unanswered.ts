import type { Cue } from './cue-phrases.js';
import type { Line } from './line.js';
import { has, type Reading } from './read-message.js';

const CLOSES: readonly Cue[] = [
  'thanks',
  'thanksMuch',
  'closing',
  'bye',
  'softNo',
  'solved',
  'delight',
  'praise',
  'accept',
  'affirm',
  'okay',
  'doubt',
];
const OPENS: readonly Cue[] = [
  'unsolved',
  'anger',
  'helpAgain',
  'help',
  'person',
  'escalation',
  'confused',
  'leaving',
  'mockThanks',
];
/** "Thanks, you too?" asks nothing; a thanks before a longer question does. */
const POLITE_WORDS = 8;

/** The customer's messages after the agent's last one that wait for an answer: "ok, thanks" does not. */
export function unansweredTail(lines: readonly Line[]): Line[] {
  const lastAnswer = lines.findLastIndex((line) => !line.customer);
  return lines.slice(lastAnswer + 1).filter((line) => needsAnswer(line.reading) || lastAnswer < 0);
}

function needsAnswer(reading: Reading): boolean {
  if (OPENS.some((cue) => has(reading, cue))) return true;
  const { asks, words } = reading.signals;
  const thanks = has(reading, 'thanks') || has(reading, 'thanksMuch');
  return asks > 0 ? !thanks || words > POLITE_WORDS : !CLOSES.some((cue) => has(reading, cue));
}
