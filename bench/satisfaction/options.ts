export const PROTOCOLS = ['turn-history', 'turn', 'dialogue'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export const SCORERS = ['local', 'openai', 'gemini', 'compatible'] as const;

export interface Options {
  data: string[];
  /** Empty unless transfer is asked for. */
  train: string[];
  /** Null unless cross-validation is asked for. */
  folds: number | null;
  protocols: readonly Protocol[];
  scorer: (typeof SCORERS)[number];
  /** Dialogues of each file; null: all. */
  limit: number | null;
  json: boolean;
}

const USAGE = `npm run eval:satisfaction -- --data FILE... [--protocol turn-history|turn|dialogue|all] [--scorer local|openai|gemini|compatible]
                             [--train FILE...] [--folds 10] [--limit N] [--json]

  --folds N      N-fold cross-validation by dialogue. Each fold is trained on the other folds of its file and, at half
                 weight, on the other files named by --data or --train.
  --train FILE   without --folds: trained on these files, evaluated on --data (transfer).
  neither        the shipped model as it is.
  --scorer       openai, gemini, compatible: a language model, asked as the scoring service asks it and with the same
                 environment variables (OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL, AI_CONCURRENCY, BATCH_SIZE ...).
                 dialogue: predicted_rating of the whole; turn: of the dialogue up to the agent's answer. It costs money.
  --limit N      only the first N dialogues of each --data file.`;

const WITH_VALUES = new Set(['data', 'train', 'protocol', 'scorer', 'folds', 'limit']);

export class UsageError extends Error {}

export function readOptions(args: readonly string[]): Options {
  const given = new Map<string, string[]>();
  let open: string | null = null;
  for (const arg of args) {
    if (!arg.startsWith('--')) {
      if (open === null) throw new UsageError(`${arg}: what is this for?\n\n${USAGE}`);
      given.get(open)?.push(arg);
      continue;
    }
    const name = arg.slice(2);
    if (!WITH_VALUES.has(name) && name !== 'json') throw new UsageError(`${arg} is not known.\n\n${USAGE}`);
    given.set(name, given.get(name) ?? []);
    open = name === 'json' ? null : name;
  }
  return check(given);
}

function check(given: ReadonlyMap<string, string[]>): Options {
  const single = (name: string, otherwise: string): string => given.get(name)?.[0] ?? otherwise;
  const data = given.get('data') ?? [];
  if (data.length === 0) throw new UsageError(`--data is missing.\n\n${USAGE}`);
  const protocol = single('protocol', 'all');
  const protocols = PROTOCOLS.filter((one) => protocol === 'all' || protocol === one);
  if (protocols.length === 0) throw new UsageError(`There is no protocol ${protocol}.\n\n${USAGE}`);
  const folds = given.has('folds') ? Number(single('folds', '10')) : null;
  if (folds !== null && !(Number.isInteger(folds) && folds >= 2)) {
    throw new UsageError(`--folds takes a whole number from 2.\n\n${USAGE}`);
  }
  const limit = given.has('limit') ? Number(single('limit', '')) : null;
  if (limit !== null && !(Number.isInteger(limit) && limit >= 1)) {
    throw new UsageError(`--limit takes a whole number from 1.\n\n${USAGE}`);
  }
  const named = single('scorer', 'local');
  const scorer = SCORERS.find((one) => one === named);
  if (scorer === undefined) throw new UsageError(`There is no scorer ${named}.\n\n${USAGE}`);
  if (scorer !== 'local' && (folds !== null || given.has('train'))) {
    throw new UsageError(
      `--folds and --train fit the local scorer; ${scorer} is judged as it is. Leave them out.\n\n${USAGE}`,
    );
  }
  return {
    data,
    train: given.get('train') ?? [],
    folds,
    protocols,
    scorer,
    limit,
    json: given.has('json'),
  };
}
