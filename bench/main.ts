/**
 * `npm run bench -- [--only NAME] [--conversations N[,N]] [--scorer local|instant] [--runs N] [--seed S] [--replicas N]
 * [--seconds S] [--days N] [--uploads N] [--megabytes N] [--json]`
 */
import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { growthOf, standings, tableOf } from './bars.js';
import { measureDashboard } from './dashboard.js';
import { measureDemo } from './demo.js';
import { measureFlood } from './flood.js';
import { measureFreshness } from './freshness.js';
import { measureIdle } from './idle.js';
import { measureLlmLatency } from './llm-latency.js';
import { measurePipeline } from './pipeline.js';
import { measureReplay } from './replay.js';
import { measureWhatIf } from './what-if.js';
import { measureReads } from './reads.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    conversations: { type: 'string', default: '2000' },
    scorer: { type: 'string', default: 'local' },
    replicas: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '60' },
    days: { type: 'string', default: '1000000' },
    uploads: { type: 'string', default: '10000' },
    megabytes: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const sizes = values.conversations.split(',').map(Number);
const scorer = values.scorer === 'instant' ? 'instant' : 'local';

/** Each gives one result, or one for every size that was asked for. */
const scenarios: Record<string, (conversations: number) => Promise<object>> = {
  pipeline: (conversations) => measurePipeline({ conversations, seed, scorer }),
  freshness: () => measureFreshness(100, Number(values.seconds)),
  idle: () => measureIdle(),
  demo: () => measureDemo(),
  dashboard: () => measureDashboard(Number(values.days), seed),
  replay: (conversations) => measureReplay(conversations, seed),
  'what-if': () => measureWhatIf(seed),
  flood: () =>
    measureFlood({
      uploads: Number(values.uploads),
      megabytes: Number(values.megabytes),
      seconds: Number(values.seconds),
    }),
  reads: () => measureReads(Number(values.days)),
  'llm-latency': (conversations) => measureLlmLatency(conversations, seed, Number(values.replicas)),
};
const SIZED = new Set(['pipeline', 'replay', 'llm-latency']);

const chosen = values.only
  ? values.only.split(',')
  : Object.keys(scenarios).filter((name) => name !== 'flood'); // it takes half an hour
const results: Record<string, object[]> = {};
for (const name of chosen) {
  const scenario = scenarios[name];
  if (!scenario) throw new Error(`There is no scenario ${name}: ${Object.keys(scenarios).join(', ')}`);
  for (const size of SIZED.has(name) ? sizes : [0]) {
    const title = SIZED.has(name) ? `${name} ${String(size)}` : name;
    const runs = (results[title] = [] as object[]);
    for (let run = 0; run < Number(values.runs); run++) {
      const result = { load_before: os.loadavg()[0], ...(await scenario(size)) };
      runs.push(result);
      if (!values.json) console.log(title, result);
    }
    if (!values.json) console.log(`${title}\n${tableOf(standings(name, runs))}`);
  }
  const growth =
    name === 'pipeline' ? growthOf(sizes.map((size) => results[`${name} ${String(size)}`] ?? [])) : [];
  for (const [i, times] of growth.entries())
    if (!values.json) console.log(`a day of ${sizes[i]} costs ${times.toFixed(2)} of one of ${sizes[0]}`);
}
if (values.json) console.log(JSON.stringify({ machine: machine(), results }));
else console.log(machine());

function machine() {
  const version = (command: string) => {
    try {
      return execFileSync(command, ['--version'], { encoding: 'utf8' }).trim();
    } catch {
      return null; // not in the path: the launcher brings its own
    }
  };
  return {
    at: new Date().toISOString(),
    cpus: os.cpus().length,
    model: os.cpus()[0]?.model,
    memory_gb: Math.round(os.totalmem() / 1e9),
    node: process.version,
    nats: version('nats-server'),
    load: os.loadavg(),
  };
}
