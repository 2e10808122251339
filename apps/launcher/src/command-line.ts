import path from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from './stack-options.js';

const SCORERS = ['local', 'openai', 'gemini', 'compatible', 'stub'] as const;
export type Scorer = (typeof SCORERS)[number];

export interface CommandLine {
  command: 'demo' | 'start';
  /** What the demo uploads. */
  file: string;
  once: boolean;
  json: boolean;
  /** Where data stay; undefined: a temporary folder. */
  dataFolder: string | undefined;
  replicas: number;
  /** Who judges the days; undefined: as the environment says. */
  scorer: Scorer | undefined;
}

export const USAGE = `npm run demo [-- options]   starts PowerPulse, uploads a file, shows its satisfaction index
npm start [-- options]      starts PowerPulse; data stay in .powerpulse/

  --file FILE    demo: another chat export than samples/stripe-irc.json
  --once         demo: end after the summary
  --json         demo: the last line of output is the summary as JSON
  --keep DIR     keep the data in DIR (demo: by default they go when it ends)
  --replicas N   N processes of each service behind the gateway
  --scorer WHO   who judges: local, openai, gemini or compatible (their keys are in docs/scoring.md), or stub:
                 a made-up model, which shows all the way to one without a key
  --help         this text`;

export class UsageError extends Error {
  constructor(problem: string) {
    super(`${problem}\n\n${USAGE}`);
    this.name = 'UsageError';
  }
}

const options = {
  file: { type: 'string' },
  once: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  keep: { type: 'string' },
  replicas: { type: 'string', default: '1' },
  scorer: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** `from`: the folder in which the user typed; npm itself changes to the repository's. Undefined: help was asked for. */
export function readCommandLine(args: readonly string[], from: string): CommandLine | undefined {
  const { values, positionals } = parsed(args);
  if (values.help) return undefined;
  const [command, ...rest] = positionals;
  if (command !== 'demo' && command !== 'start') throw new UsageError(`Say what to do: demo or start.`);
  if (rest.length > 0) throw new UsageError(`What is "${rest.join(' ')}"? (A file is given as --file FILE.)`);
  const replicas = Number(values.replicas);
  if (!Number.isInteger(replicas) || replicas < 1 || replicas > 20) {
    throw new UsageError(`--replicas is a number from 1 to 20, not "${values.replicas}".`);
  }
  if (command === 'start' && (values.once || values.json || values.file !== undefined)) {
    throw new UsageError('--file, --once and --json belong to the demo.');
  }
  const scorer = SCORERS.find((name) => name === values.scorer);
  if (values.scorer !== undefined && scorer === undefined) {
    throw new UsageError(`--scorer is one of ${SCORERS.join(', ')}, not "${values.scorer}".`);
  }
  const kept = command === 'start' ? path.join(repositoryRoot(), '.powerpulse') : undefined;
  return {
    command,
    file: values.file
      ? path.resolve(from, values.file)
      : path.join(repositoryRoot(), 'samples', 'stripe-irc.json'),
    once: values.once,
    json: values.json,
    dataFolder: values.keep ? path.resolve(from, values.keep) : kept,
    replicas,
    scorer,
  };
}
