/** `npm run bench -- [--only NAME] [--conversations N] [--runs N] [--seed S] [--replicas N] [--json]` */
import os from 'node:os';
import { parseArgs } from 'node:util';
import { measureLlmLatency } from './llm-latency.js';
import { measurePipeline } from './pipeline.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    conversations: { type: 'string', default: '2000' },
    replicas: { type: 'string', default: '1' },
    runs: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});

const scenarios: Record<string, () => Promise<object>> = {
  'llm-latency': () =>
    measureLlmLatency(Number(values.conversations), Number(values.seed), Number(values.replicas)),
  pipeline: () => measurePipeline(Number(values.conversations), Number(values.seed)),
};

const machine = {
  at: new Date().toISOString(),
  cpus: os.cpus().length,
  model: os.cpus()[0]?.model,
  memory_gb: Math.round(os.totalmem() / 1e9),
  node: process.version,
  load: os.loadavg(),
};

const chosen = values.only ? [values.only] : Object.keys(scenarios);
const results: Record<string, object[]> = {};
for (const name of chosen) {
  const scenario = scenarios[name];
  if (!scenario) throw new Error(`There is no scenario ${name}: ${Object.keys(scenarios).join(', ')}`);
  results[name] = [];
  for (let run = 0; run < Number(values.runs); run++) {
    const result = await scenario();
    results[name].push(result);
    if (!values.json) console.log(name, result);
  }
}
if (values.json) console.log(JSON.stringify({ machine, results }));
