import type { Cue } from './cue-phrases.js';
import type { Line } from './line.js';
import type { DayReading } from './read-day.js';
import { has, type CueHit } from './read-message.js';

export interface Place {
  line: Line;
  /** Words of the line; the whole line where absent. */
  words: Pick<CueHit, 'from' | 'to'> | null;
}

interface Found {
  times: number;
  place: Place | null;
}
type Finder = (day: DayReading) => Found | null;

interface Rule {
  /** A sentence about the customer or the agent without its full stop; never quotes. */
  says: string;
  /** What it says before any data: in log-odds of being solved, in log-odds of being hard, in rating points. */
  resolution: number;
  effort: number;
  rating: number;
  find: Finder;
}

/** Something that happened on the day, what it says about the metrics, and where it stands. */
export interface Fact extends Omit<Rule, 'find'> {
  /** Place of its rule in FACT_RATINGS. */
  rule: number;
  times: number;
  place: Place | null;
}

const at = (place: Place | null): Found | null => (place === null ? null : { times: 1, place });
const wholeLine = (line: Line | undefined): Found | null =>
  line === undefined ? null : at({ line, words: null });
const mark = (condition: boolean): Found | null => (condition ? { times: 1, place: null } : null);

function hitIn(lines: readonly Line[], cues: readonly Cue[]): Found | null {
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i];
    const words = line?.reading.cues.find((one) => cues.includes(one.cue));
    if (line !== undefined && words !== undefined) return at({ line, words });
  }
  return null;
}

const saidLast =
  (...cues: Cue[]): Finder =>
  (day) =>
    hitIn(day.customer.slice(-1), cues);
const saidBefore =
  (...cues: Cue[]): Finder =>
  (day) =>
    hitIn(day.customer.slice(0, -1), cues);
const said =
  (...cues: Cue[]): Finder =>
  (day) =>
    hitIn(day.customer, cues);
const agentLast =
  (...cues: Cue[]): Finder =>
  (day) =>
    hitIn(day.agent.slice(-1), cues);

/** An hour, in minutes. */
const LONG_WAIT = 60;
const REPEATED = 0.6;
const FREE_TURNS = 2;
const MOST_TURNS = 8;

const rule = (says: string, resolution: number, effort: number, rating: number, find: Finder): Rule => ({
  says,
  resolution,
  effort,
  rating,
  find,
});

/** Chasing an answer, or asking for help when help has been asked for. */
const askedAgain: Finder = (day) =>
  hitIn(day.customer, ['helpAgain']) ?? hitIn(day.customer.slice(1), ['help']);

const RULES: readonly Rule[] = [
  rule('The customer said at the end that it is solved', 1.9, -0.6, 0.15, saidLast('solved')),
  rule('The customer thanked the agent at the end', 0.7, -0.3, 0.05, saidLast('thanks', 'thanksMuch')),
  rule('The customer was pleased at the end', 0.7, -0.3, 0.05, saidLast('delight', 'praise', 'easy')),
  rule('The customer closed the conversation', 0.4, -0.1, 0, saidLast('closing', 'softNo')),
  rule('The customer said at the end that it is not solved', -1.6, 0.5, -0.25, saidLast('unsolved')),
  rule('The customer was angry at the end', -1, 0.5, -0.45, saidLast('anger', 'mockThanks')),
  rule('The customer was angry earlier on', -0.3, 0.4, -0.2, saidBefore('anger', 'mockThanks')),
  rule('The customer said earlier on that it is not solved', -0.3, 0.4, -0.1, saidBefore('unsolved')),
  rule('The customer asked for help again', -0.6, 0.5, -0.15, askedAgain),
  rule('The customer had been waiting', -0.4, 0.5, -0.15, said('waiting')),
  rule('The customer asked for a person', -0.6, 0.5, -0.15, said('person')),
  rule('The customer escalated', -1, 0.6, -0.35, said('escalation')),
  rule('The customer threatened to leave or wanted the money back', -0.9, 0.4, -0.35, said('leaving')),
  rule('The customer was confused', -0.4, 0.5, -0.1, said('confused')),
  rule('The customer had to say the same again', -0.4, 0.5, -0.05, saidAgain),
  rule('The customer came back on the same issue', -0.4, 0.5, -0.2, (day) => mark(day.cameBack === true)),
  rule('The customer needed many turns', 0, 0.15, 0, manyTurns),
  rule('The customer waited more than an hour for an answer', -0.2, 0.3, -0.1, (day) =>
    mark(day.longestWait > LONG_WAIT),
  ),
  rule('The agent reported it done', 0.9, -0.2, 0.05, agentLast('agentSolved')),
  rule('The agent could not do it', -0.7, 0.3, -0.1, agentLast('cannot')),
  rule('The agent moved the customer to another channel', -0.7, 0.5, -0.1, agentLast('handover')),
  rule('The agent apologized', -0.2, 0.1, 0, (day) => hitIn(day.agent, ['apology'])),
  rule('The agent answered and asked nothing back', 0.6, -0.1, 0.05, agentAnswered),
  rule('Nobody answered the customer', -2.5, 0.9, -0.5, (day) =>
    day.agent.length === 0 ? wholeLine(day.customer[0]) : null,
  ),
  rule("The customer's last message was not answered", -1.2, 0.5, -0.3, (day) =>
    day.agent.length > 0 ? wholeLine(day.unansweredTail[0]) : null,
  ),
];

export const FACT_NAMES: readonly string[] = RULES.map(({ says }) => says);
export const FACT_RATINGS: readonly number[] = RULES.map(({ rating }) => rating);

function saidAgain(day: DayReading): Found | null {
  return wholeLine(day.customer[day.repetition.findLastIndex((share) => share >= REPEATED)]);
}

function manyTurns(day: DayReading): Found | null {
  const times = Math.min(Math.max(day.turns - FREE_TURNS, 0), MOST_TURNS);
  return times === 0 ? null : { times, place: null };
}

function agentAnswered(day: DayReading): Found | null {
  const last = day.lines.at(-1);
  if (last === undefined || last.customer || day.customer.length === 0) return null;
  const { reading } = last;
  const open = reading.signals.asks > 0 || has(reading, 'handover') || has(reading, 'cannot');
  return open ? null : wholeLine(last);
}

export function factsOf(day: DayReading): Fact[] {
  const facts: Fact[] = [];
  RULES.forEach(({ says, resolution, effort, rating, find }, index) => {
    const found = find(day);
    if (found !== null) facts.push({ says, resolution, effort, rating, rule: index, ...found });
  });
  return facts;
}
