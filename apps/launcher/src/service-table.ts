/** What is started, and as whom it speaks to PostgreSQL. Start order does not matter: services wait for each other. */
export interface ServiceEntry {
  name: string;
  /** Schema and, with `powerpulse_` before it, role. */
  schema: string;
  /** The built program, below dist/. */
  program: string;
  /** Variable that demands its port. */
  portVariable: string;
  /** Preferred where nothing demands one; any free port otherwise. */
  defaultPort?: number;
}

const service = (name: string): ServiceEntry => ({
  name,
  schema: name.replaceAll('-', '_'),
  program: `apps/${name}/src/main.js`,
  portVariable: `${name.replaceAll('-', '_').toUpperCase()}_PORT`,
});

export const SERVICES: readonly ServiceEntry[] = [
  { ...service('gateway'), portVariable: 'PORT', defaultPort: 3000 },
  service('ingestion'),
  service('day-splitting'),
  service('scoring'),
  service('analytics'),
];
