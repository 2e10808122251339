/** `npm run chaos -- --rounds N --seed S [--fault NAME] [--goals] [--long] [--json] [--state FILE]`: docs/testing.md */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { timesAsked } from './calls.js';
import { PatientClient } from './client.js';
import { brokerFaults } from './faults/broker.js';
import { databaseFaults } from './faults/database.js';
import { diskFaults } from './faults/disks.js';
import type { Fault, StackKind } from './faults/fault.js';
import { besidePrevious, processFaults } from './faults/processes.js';
import { Plan } from './plan.js';
import { playRound, type RoundResult } from './round.js';
import { tableOf } from './table.js';
import { Target } from './target.js';
import { Violation } from './violation.js';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    /** One or several, with commas between. */
    fault: { type: 'string' },
    /** Those that take more than 20 s as well. */
    long: { type: 'boolean', default: false },
    scorer: { type: 'string', default: 'local' },
    chats: { type: 'string', default: '20' },
    /** Rebuild all numbers in every n-th round and compare. */
    'rebuild-every': { type: 'string', default: '5' },
    'patience-seconds': { type: 'string', default: '180' },
    /** A repository with a build of the release before, on the same schema: its processes beside ours. */
    previous: { type: 'string' },
    /** Goes on where this file says that it was stopped. */
    state: { type: 'string' },
    /** Until each fault has had its number of rounds. */
    goals: { type: 'boolean', default: false },
    /** Ends after the round in which so much time is over. */
    minutes: { type: 'string' },
    /** Writes a violation down and goes on with another stack. */
    'keep-going': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const isRoot = process.getuid?.() === 0;
const FAULTS: readonly Fault[] = [
  ...processFaults,
  ...brokerFaults,
  ...databaseFaults,
  ...diskFaults,
  ...(values.previous === undefined ? [] : [besidePrevious(path.resolve(values.previous))]),
];

interface State {
  seed: number;
  results: RoundResult[];
  violations: { round: number; fault: string; violation: string }[];
}

function chosenFaults(): Fault[] {
  if (values.fault === undefined)
    return FAULTS.filter(
      ({ long, on }) => (values.long || values.goals || !long) && (isRoot || on !== 'disks'),
    );
  return values.fault.split(',').map((name) => {
    const found = FAULTS.find((fault) => fault.name === name);
    if (!found) throw new Error(`There is no fault ${name}: ${FAULTS.map((fault) => fault.name).join(', ')}`);
    return found;
  });
}

function resume(seed: number): State {
  if (values.state === undefined || !existsSync(values.state)) return { seed, results: [], violations: [] };
  const state = JSON.parse(readFileSync(values.state, 'utf8')) as State;
  if (state.seed !== seed) throw new Error(`${values.state} is of seed ${state.seed}, not ${seed}.`);
  return state;
}

function keep(state: State): void {
  if (values.state === undefined) return;
  writeFileSync(`${values.state}.new`, JSON.stringify(state));
  renameSync(`${values.state}.new`, values.state);
}

const say = (text: string) => {
  if (!values.json) console.log(text);
};

const lineOf = (r: RoundResult) =>
  `round ${r.round}  ${r.fault.padEnd(24)} ${r.recovery_seconds.toFixed(1).padStart(6)} s  ${r.messages} messages  ${r.did}` +
  (r.hash === undefined ? '' : `  rebuilt ${r.hash.slice(0, 12)}`);

/** Of whatever came of them. */
const roundsOf = ({ results, violations }: State) => results.length + violations.length;

const playedIn = ({ results, violations }: State) =>
  [...results, ...violations].toSorted((a, b) => a.round - b.round).map(({ fault }) => fault);

const ends = values.minutes === undefined ? Infinity : performance.now() + Number(values.minutes) * 60_000;
let current: Fault | undefined;

async function playStack(state: State, plan: Plan, kind: StackKind, until: number): Promise<void> {
  const target = await Target.start(kind, values.scorer === 'stub' || kind === 'model');
  const accepted = new Set<string>();
  const patienceMs = Number(values['patience-seconds']) * 1000;
  const every = Number(values['rebuild-every']);
  try {
    const client = new PatientClient(target.gateway, patienceMs);
    for (let place = 0; roundsOf(state) < until && performance.now() < ends; place++) {
      const round = roundsOf(state);
      current = plan.nextOn(kind);
      if (current === undefined) break;
      const rebuild = every > 0 && (round % every === every - 1 || round === until - 1);
      const options = { seed: state.seed, round, place, chats: Number(values.chats), rebuild, patienceMs };
      const result = await playRound(target, client, accepted, current, options);
      state.results.push(result);
      keep(state);
      say(lineOf(result));
    }
    const times = await timesAsked(target);
    if (times !== null) say(`days asked about: ${times.toFixed(3)} of the minimum`);
  } catch (error) {
    console.error(`What the processes wrote: ${target.keepLogs()}`);
    throw error;
  } finally {
    const left = await target.stop();
    if (left.length > 0) throw new Violation('no orphan process', `after the end: ${left.join(', ')}`);
  }
}

function note(state: State, error: unknown): string {
  const violation = error instanceof Violation ? error.message : String(error);
  const [round, fault] = [roundsOf(state), current?.name ?? 'none'];
  process.exitCode = 1;
  console.error(
    `\nround ${round}, ${fault}: ${violation}\nAgain: npm run chaos -- --seed ${state.seed} --fault ${fault} --rounds 5`,
  );
  if (!(error instanceof Violation)) console.error(error);
  state.violations.push({ round, fault, violation });
  if (values['keep-going']) keep(state);
  return violation;
}

async function main(): Promise<void> {
  const seed = Number(values.seed);
  const rounds = values.goals ? Infinity : Number(values.rounds);
  const state = resume(seed);
  const plan = new Plan(chosenFaults(), () => playedIn(state), values.goals);
  let violation: string | undefined;
  while (roundsOf(state) < rounds && performance.now() < ends) {
    const next = plan.nextStack();
    if (next === undefined) break;
    try {
      await playStack(state, plan, next.kind, Math.min(rounds, roundsOf(state) + next.rounds));
    } catch (error) {
      violation = note(state, error);
      if (!values['keep-going']) break;
    }
  }
  const table = tableOf(state.results, state.violations);
  const machine = { cpus: os.cpus().length, load: os.loadavg(), node: process.version };
  if (values.json) console.log(JSON.stringify({ machine, violation: violation ?? null, table, ...state }));
  else console.table(table);
}

await main();
