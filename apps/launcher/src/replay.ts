/** `npm run replay -- start|list|watch|compare|switch|revert|drop|cancel|resume` */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Replay } from '@powerpulse/contracts';
import { gatewayApi } from './gateway-api.js';
import { ReplayApi } from './replay-api.js';

const USAGE = `npm run replay -- COMMAND [options]   builds all numbers anew from history, beside the ones that are shown

  start      begins one and watches it     --from DATE --to DATE   only these days (both inclusive)
                                           --switch                show it by itself where it is equal
                                           --detach                do not watch
  list       all of them, newest first
  watch      until it can be compared or has ended
  compare    row counts, hashes, the largest difference; exit code 1 where not all is equal
  switch     show what was built           revert   show the previous numbers again
  drop       remove the previous numbers   cancel   give up what was built
  resume     go on with one that failed

  --id ID    which; else the newest
  --json     answers as JSON
  --url URL  of the gateway; else POWERPULSE_URL, else http://127.0.0.1:3000
  The organization is that of the key: POWERPULSE_KEY, or owner-key in .powerpulse or --data FOLDER.`;

const ACTIONS = ['switch', 'revert', 'drop', 'cancel', 'resume'];
const LOOK_EVERY_MS = 1_000;

function readOptions(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const options = { from: text, to: text, id: text, url: text, data: text };
  return parseArgs({
    args,
    options: { ...options, switch: flag, detach: flag, json: flag, help: flag },
    allowPositionals: true,
  });
}

type Options = ReturnType<typeof readOptions>['values'];

function lineOf(replay: Replay): string {
  const { replay_id, state, events_read, events_total, events_per_second, comparison, error } = replay;
  const rate = events_per_second === null ? '' : `, ${Math.round(events_per_second)} a second`;
  const equal = comparison === null ? '' : comparison.equal ? ', equal' : ', NOT equal';
  const total = events_total === null ? '' : ` of ${events_total}`;
  return `${replay_id}  ${state.padEnd(10)} ${events_read}${total} events${rate}${equal}${error === null ? '' : `, ${error}`}`;
}

function comparisonOf({ comparison, state }: Replay): string {
  if (comparison === null) return `It can not be compared: it is ${state}.`;
  const { tables, largest_difference: most, live_hash, replayed_hash, equal } = comparison;
  const rows = tables.map(
    ({ table, live_rows, replayed_rows, different_rows }) =>
      `  ${table.padEnd(20)} ${live_rows} shown, ${replayed_rows} built, ${different_rows} different`,
  );
  return [
    equal ? 'Equal.' : 'Not equal.',
    ...rows,
    `  shown ${live_hash}\n  built ${replayed_hash}`,
    ...(most === null
      ? []
      : [
          `  largest difference: ${most.conversation_id} on ${most.date}, CSI ${most.live_csi} and ${most.replayed_csi}`,
        ]),
  ].join('\n');
}

const working = ({ state }: Replay) => state === 'building' || state === 'comparing';

async function watched(api: ReplayApi, id: string, say: (text: string) => void): Promise<Replay> {
  for (let last = ''; ; await delay(LOOK_EVERY_MS)) {
    const replay = await api.get(id);
    const line = lineOf(replay);
    if (line !== last) say(line);
    if (!working(replay)) return replay;
    last = line;
  }
}

async function idOf(api: ReplayApi, { id }: Options): Promise<string> {
  if (id !== undefined) return id;
  const [newest] = await api.list();
  if (newest === undefined) throw new Error('There is no replay yet: npm run replay -- start');
  return newest.replay_id;
}

function start(api: ReplayApi, values: Options): Promise<Replay> {
  return api.start({
    replay_id: values.id ?? randomUUID(),
    switch: values.switch ? 'when_equal' : 'manual',
    start_date: values.from ?? null,
    end_date: values.to ?? null,
  });
}

/** What is left of the command is a replay, as it is then. */
async function obeyed(api: ReplayApi, command: string, values: Options): Promise<Replay> {
  const say = values.json ? () => undefined : (text: string) => console.log(text);
  if (command === 'start') {
    const started = await start(api, values);
    return values.detach ? started : watched(api, started.replay_id, say);
  }
  const id = await idOf(api, values);
  if (command === 'watch') return watched(api, id, say);
  if (command === 'compare') return api.get(id);
  if (ACTIONS.includes(command)) return api.steer(id, command);
  throw new Error(`There is no command ${command}.\n\n${USAGE}`);
}

async function main(): Promise<void> {
  const { values, positionals } = readOptions(process.argv.slice(2));
  const [command, ...rest] = positionals;
  if (values.help || command === undefined) return console.log(USAGE);
  if (rest.length > 0) throw new Error(`What is "${rest.join(' ')}"?\n\n${USAGE}`);
  const api = new ReplayApi(gatewayApi(values));
  if (command === 'list') {
    const replays = await api.list();
    return console.log(values.json ? JSON.stringify(replays) : replays.map(lineOf).join('\n'));
  }
  const replay = await obeyed(api, command, values);
  if (values.json) console.log(JSON.stringify(replay));
  else
    console.log(
      replay.comparison === null || ACTIONS.includes(command) ? lineOf(replay) : comparisonOf(replay),
    );
  if (replay.state === 'failed' || (command === 'compare' && replay.comparison?.equal !== true))
    process.exitCode = 1;
}

main().catch((error: unknown) => {
  for (let each = error; each instanceof Error; each = each.cause) console.error(each.message);
  process.exitCode = 1;
});
