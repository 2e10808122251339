/** `npm run chaos -- --rounds N --seed S [--fault NAME] [--long] [--scorer stub] [--json] [--state FILE]` */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { timesAsked } from './calls.js';
import { PatientClient } from './client.js';
import { brokerFaults } from './faults/broker.js';
import { databaseFaults } from './faults/database.js';
import type { Fault } from './faults/fault.js';
import { processFaults } from './faults/processes.js';
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
    state: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

/** Then a fresh one: rounds of one stack share no date, and calendars end. */
const ROUNDS_PER_STACK = 50;
const FAULTS: readonly Fault[] = [...processFaults, ...brokerFaults, ...databaseFaults];

interface State {
  seed: number;
  results: RoundResult[];
}

function chosenFaults(): Fault[] {
  if (values.fault === undefined) return FAULTS.filter(({ long }) => values.long || !long);
  return values.fault.split(',').map((name) => {
    const found = FAULTS.find((fault) => fault.name === name);
    if (!found) throw new Error(`There is no fault ${name}: ${FAULTS.map((fault) => fault.name).join(', ')}`);
    return found;
  });
}

function resume(seed: number): State {
  if (values.state === undefined || !existsSync(values.state)) return { seed, results: [] };
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

async function playStack(state: State, faults: readonly Fault[], until: number): Promise<void> {
  const target = await Target.start(values.scorer === 'stub');
  const accepted = new Set<string>();
  const patienceMs = Number(values['patience-seconds']) * 1000;
  const every = Number(values['rebuild-every']);
  try {
    const client = new PatientClient(
      { url: target.stack.urls.gateway ?? '', key: target.stack.ownerKey?.key ?? '' },
      patienceMs,
    );
    for (let round = state.results.length; round < until; round++) {
      const fault = faults[round % faults.length];
      if (fault === undefined) throw new Error('no fault');
      const rebuild = every > 0 && (round % every === every - 1 || round === until - 1);
      const options = { seed: state.seed, round, chats: Number(values.chats), rebuild, patienceMs };
      say(`        ${fault.name} ...`);
      const result = await playRound(target, client, accepted, fault, options);
      state.results.push(result);
      keep(state);
      say(lineOf(result));
    }
    const times = await timesAsked(target);
    if (times !== null) say(`days asked about: ${times.toFixed(3)} of the minimum`);
  } finally {
    const left = await target.stop();
    if (left.length > 0) throw new Violation('no orphan process', `after the end: ${left.join(', ')}`);
  }
}

async function main(): Promise<void> {
  const seed = Number(values.seed);
  const rounds = Number(values.rounds);
  const faults = chosenFaults();
  const state = resume(seed);
  let violation: string | undefined;
  try {
    while (state.results.length < rounds) {
      const stackEnd = (Math.floor(state.results.length / ROUNDS_PER_STACK) + 1) * ROUNDS_PER_STACK;
      await playStack(state, faults, Math.min(rounds, stackEnd));
    }
  } catch (error) {
    process.exitCode = 1;
    violation = error instanceof Violation ? error.message : String(error);
    const name = faults[state.results.length % faults.length]?.name;
    console.error(
      `\nround ${state.results.length}, ${name}: ${violation}\nAgain: npm run chaos -- --seed ${seed} --rounds ${state.results.length + 1}` +
        (values.fault === undefined ? '' : ` --fault ${values.fault}`),
    );
    if (!(error instanceof Violation)) console.error(error);
  }
  const table = tableOf(state.results);
  const machine = { cpus: os.cpus().length, load: os.loadavg(), node: process.version };
  if (values.json)
    console.log(
      JSON.stringify({ seed, machine, violation: violation ?? null, table, results: state.results }),
    );
  else console.table(table);
}

await main();
