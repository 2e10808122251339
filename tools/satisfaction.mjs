// `npm run eval:satisfaction`, `train:satisfaction`, `bench:local-scorer`: the tools around the local scorer's model.
// Training and speed run the sources: Node strips the types; the hooks that tests use for worker threads find the files.
// Evaluation may ask a language model, with the scoring service's own code, which runs compiled.
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { ensureBuilt, ensureDependencies, nodeBinary, root } from './setup.mjs';

const TOOLS = { evaluate: 'evaluate.ts', train: 'train.ts', throughput: 'throughput.ts' };

const [name, ...args] = process.argv.slice(2);
const tool = TOOLS[name];
if (!tool) throw new Error(`Usage: node tools/satisfaction.mjs ${Object.keys(TOOLS).join('|')} [options]`);

ensureDependencies();
const hooks = pathToFileURL(path.join(root, 'libs', 'testing', 'src', 'typescript-threads.mjs')).href;
// --data FILE is meant from where the command was given.
const program =
  name === 'evaluate'
    ? [path.join(root, 'dist', 'bench', 'satisfaction', 'evaluate.js')]
    : ['--import', hooks, path.join(root, 'bench', 'satisfaction', tool)];
if (name === 'evaluate') ensureBuilt(nodeBinary());
const { status, error } = spawnSync(nodeBinary(), [...program, ...args], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: 'inherit',
  // Failed calls are told on stderr by the program; standard output is the table's.
  env: { ...process.env, LOG_LEVEL: process.env.LOG_LEVEL || 'silent' },
});
if (error) throw error;
process.exitCode = status ?? 1;
