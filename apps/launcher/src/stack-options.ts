import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OwnerKey } from './owner-key.js';

export interface StackOptions {
  /** Data, logs and passwords stay there; without it they live in a temporary folder that goes with the stack. */
  dataFolder?: string;
  /** What the services are told besides; ports, DATABASE_URL and NATS_URL in it are heeded by the launcher. */
  environment?: NodeJS.ProcessEnv;
  /** More than one process of each service (the gateway stays one: it has the public port). */
  replicas?: number;
  /** Prefer the usual ports (people) or take any (tests, which run beside each other). */
  usualPorts?: boolean;
  /** The repository whose build a process runs, asked at each of its starts; ours by default. */
  release?: (name: string) => string | undefined;
  /** Stops a start that is under way. */
  signal?: AbortSignal;
  /** What a person should know: ports that were taken, services that ended and came back. */
  onNotice?: (text: string) => void;
}

/** The folder that has package.json, from the sources as well as from dist. */
export function repositoryRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!fs.existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}

/** A running PowerPulse. Names are those of the services (replicas: `scoring-2`), `postgres` and `nats`. */
export interface Stack {
  /** `gateway` and every other service, `postgres`, `nats`, `natsMonitor`. */
  readonly urls: Readonly<Record<string, string>>;
  readonly dataFolder: string;
  readonly logFolder: string;
  /** Lets its holder do everything over HTTP. Undefined with AUTH=off. */
  readonly ownerKey: OwnerKey | undefined;
  pids(): Record<string, number>;
  /** As a crash would; the supervisor starts it again. */
  kill(name: string, signal?: NodeJS.Signals): void;
  /** Orderly, and waits until it is ready again. */
  restart(name: string): Promise<void>;
  /** Ends all of it, in order. */
  stop(): Promise<void>;
}
