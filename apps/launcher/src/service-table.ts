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
 * Left to itself V8 lets a service that streams grow to twice its size before it cleans up. Collecting with one thread
 * costs a tenth less CPU over the services that work in batches: with a process per core its helpers only wait for each
 * other.
 */
const BATCHES = [
  '--enable-source-maps',
  '--max-semi-space-size=16',
  '--single-threaded-gc',
  '--max-old-space-size=512',
];

/**
 * Of an export much outlives a young generation. Marked by one thread it lets the old one grow half as large again before
 * it is swept: it is marked beside the work here.
 */
const PAGES = [
  '--enable-source-maps',
  '--max-semi-space-size=4',
  '--no-parallel-scavenge',
  '--max-old-space-size=384',
];

/**
 * Beside its own heap it holds that of a thread that judges or counts tokens. Left to 512 MB it grew to 565 MB with a
 * model that answers at once, though a third of that was in use; 192 MB cost a third more CPU with the local scorer.
 */
const JUDGING = [
  '--enable-source-maps',
  '--max-semi-space-size=16',
  '--single-threaded-gc',
  '--max-old-space-size=256',
];

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
