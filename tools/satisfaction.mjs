// `npm run eval:satisfaction`, `train:satisfaction`, `bench:local-scorer`: the tools around the local scorer's model.
// Node strips the types; the hooks that tests use for worker threads find the files.
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { ensureDependencies, nodeBinary, root } from './setup.mjs';

const TOOLS = { evaluate: 'evaluate.ts', train: 'train.ts', throughput: 'throughput.ts' };

const [name, ...args] = process.argv.slice(2);
const tool = TOOLS[name];
if (!tool) throw new Error(`Usage: node tools/satisfaction.mjs ${Object.keys(TOOLS).join('|')} [options]`);

ensureDependencies();
const hooks = pathToFileURL(path.join(root, 'libs', 'testing', 'src', 'typescript-threads.mjs')).href;
// --data FILE is meant from where the command was given.
const { status, error } = spawnSync(
  nodeBinary(),
  ['--import', hooks, path.join(root, 'bench', 'satisfaction', tool), ...args],
  { cwd: process.env.INIT_CWD ?? process.cwd(), stdio: 'inherit' },
);
if (error) throw error;
process.exitCode = status ?? 1;
