/** What is started, and as whom it speaks to PostgreSQL. Start order does not matter: services wait for each other. */
export interface ServiceEntry {
  name: string;
  /** Schema and, with `powerpulse_` before it, role. */
  schema: string;
  /** The built program, below dist/. */
  program: string;
  /** Variable that demands its port. */
  portVariable: string;
  /** Of Node. The images say the same. */
  nodeOptions: readonly string[];
  /** Preferred where nothing demands one; any free port otherwise. */
  defaultPort?: number;
}

/**
 * Left to itself V8 lets a service that streams grow to twice its size before it cleans up. What outlives a young
 * generation is marked beside the work: by one thread, as all of it once was, it stood still for 60 to 200 ms at a time and
 * held 60 to 110 MB more for the same CPU. Copying the young with several threads gains nothing on as many cores as processes.
 */
const heap = (young: number, old: number): readonly string[] => [
  '--enable-source-maps',
  `--max-semi-space-size=${String(young)}`,
  '--no-parallel-scavenge',
  `--max-old-space-size=${String(old)}`,
];

/** Of whole batches: the larger the young generation, the more of them is gone when it is full. */
const BATCHES = heap(16, 512);
/** Of an export much outlives a young generation. */
const PAGES = heap(4, 384);
/** Beside its own heap it holds that of a thread that judges or counts tokens. 90 MB of it outlive a batch. */
const JUDGING = heap(12, 192);

const service = (name: string, nodeOptions = BATCHES): ServiceEntry => ({
  name,
  schema: name.replaceAll('-', '_'),
  program: `apps/${name}/src/main.js`,
  portVariable: `${name.replaceAll('-', '_').toUpperCase()}_PORT`,
  nodeOptions,
});

export const SERVICES: readonly ServiceEntry[] = [
  { ...service('gateway', PAGES), portVariable: 'PORT', defaultPort: 3000 },
  service('ingestion'),
  service('day-splitting'),
  service('scoring', JUDGING),
  service('analytics'),
];
