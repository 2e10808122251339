import fs from 'node:fs';
import path from 'node:path';
import type { RunningNats, RunningPostgres } from '@powerpulse/local-stack';
import { keyFile } from './broker-access.js';
import { assertDemandsCanBeMet, assertSomebodyListens, choosePort, portFrom } from './choose-port.js';
import {
  type DataFolder,
  lastingDataFolder,
  lock,
  logFile,
  passwords,
  temporaryDataFolder,
} from './data-folder.js';
import { type DatabaseAccess, givenAccess, ownAccess, ROLE_NAMES } from './database-access.js';
import { Guard } from './guard.js';
import { runMigrations } from './migrations.js';
import { localNats, localPostgres, type ServerContext } from './servers.js';
import { type OwnerKey, ownerKey } from './owner-key.js';
import { type ServiceEntry, SERVICES } from './service-table.js';
import { serviceEnvironment } from './service-environment.js';
import { repositoryRoot, type Stack, type StackOptions } from './stack-options.js';
import { SupervisedProcess } from './supervised-process.js';
import type { WatchedServer } from './watched-server.js';

export type { Stack, StackOptions } from './stack-options.js';

const SUPERUSER = 'postgres';
const LOOPBACK = '127.0.0.1';

class LocalStack implements Stack {
  readonly urls: Record<string, string> = {};
  readonly dataFolder: string;
  readonly logFolder: string;
  readonly ownerKey: OwnerKey | undefined;
  private readonly folder: DataFolder;
  private readonly context: ServerContext;
  private readonly unlock: () => void;
  private readonly guard: Guard;
  private readonly services: SupervisedProcess[] = [];
  private postgres: WatchedServer<RunningPostgres> | undefined;
  private nats: WatchedServer<RunningNats> | undefined;
  private stopped: Promise<void> | undefined;
  private readonly migrating = new AbortController();

  constructor(private readonly options: StackOptions) {
    this.folder = options.dataFolder ? lastingDataFolder(options.dataFolder) : temporaryDataFolder();
    this.dataFolder = this.folder.path;
    this.unlock = lock(this.folder);
    this.logFolder = path.dirname(logFile(this.folder, 'gateway'));
    this.guard = new Guard(this.folder.temporary ? this.folder.path : undefined);
    this.ownerKey = ownerKey(this.folder, options.environment ?? process.env);
    this.context = {
      folder: this.folder.path,
      environment: options.environment ?? process.env,
      usualPorts: options.usualPorts ?? false,
      onNotice: (text) => options.onNotice?.(text),
      onPid: () => this.tellGuard(),
    };
  }

  async start(): Promise<void> {
    await assertDemandsCanBeMet(this.context.environment);
    const [database, natsUrl] = await Promise.all([this.startDatabase(), this.startBroker()]);
    this.urls.nats = natsUrl;
    this.assertNotStopped();
    for (const entry of SERVICES) {
      const count = entry.name === 'gateway' ? 1 : (this.options.replicas ?? 1);
      for (let replica = 1; replica <= count; replica++) {
        const servers = {
          DATABASE_URL: database.services[entry.name],
          NATS_URL: natsUrl,
          ...this.keyOf(entry),
        };
        this.services.push(this.supervise(entry, replica, servers));
      }
    }
    await Promise.all([this.migrate(database.migrator), ...this.services.map((service) => service.start())]);
    for (const service of this.services) this.urls[service.name] = service.url;
  }

  pids(): Record<string, number> {
    const all = [...this.services, this.postgres, this.nats].filter((one) => one !== undefined);
    return Object.fromEntries(all.flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid]])));
  }

  kill(name: string, signal: NodeJS.Signals = 'SIGKILL'): void {
    this.named(name).kill(signal);
  }

  restart(name: string): Promise<void> {
    return this.named(name).restart();
  }

  stop(): Promise<void> {
    this.stopped ??= this.stopInOrder();
    return this.stopped;
  }

  private async stopInOrder(): Promise<void> {
    this.migrating.abort();
    await Promise.all(this.services.map((service) => service.stop()));
    await Promise.all([this.postgres?.stop(), this.nats?.stop()]);
    await this.guard.dismiss();
    this.unlock();
    if (this.folder.temporary) fs.rmSync(this.folder.path, { recursive: true, force: true });
  }

  private async startDatabase(): Promise<DatabaseAccess> {
    const given = this.context.environment.DATABASE_URL;
    if (given) {
      this.urls.postgres = given;
      return givenAccess(given);
    }
    const secrets = passwords(this.folder, [SUPERUSER, ...ROLE_NAMES]);
    this.postgres = localPostgres(this.context, secrets[SUPERUSER] ?? '');
    const { url } = await this.postgres.start();
    this.urls.postgres = url;
    return ownAccess(url, secrets);
  }

  /** As a role of its own; where there is none the services do it. */
  private async migrate(url: string | undefined): Promise<void> {
    if (url === undefined) return;
    const environment = serviceEnvironment(this.context.environment, false, 0, undefined);
    const log = logFile(this.folder, 'migrations');
    await runMigrations({ ...environment, DATABASE_URL: url }, log, this.migrating.signal);
  }

  private async startBroker(): Promise<string> {
    const given = this.context.environment.NATS_URL;
    if (given) {
      await assertSomebodyListens('NATS_URL', given, 4222);
      return given;
    }
    this.nats = localNats(this.context);
    const { url, monitorUrl } = await this.nats.start();
    this.urls.natsMonitor = monitorUrl;
    return url;
  }

  /** A broker that was given knows who comes by its URL (or by the key that our environment names). */
  private keyOf({ name }: ServiceEntry): NodeJS.ProcessEnv {
    return this.nats ? { NATS_NKEY_FILE: keyFile(this.folder.path, name) } : {};
  }

  private supervise(entry: ServiceEntry, replica: number, servers: NodeJS.ProcessEnv): SupervisedProcess {
    const { environment, usualPorts, onNotice, onPid } = this.context;
    const name = replica === 1 ? entry.name : `${entry.name}-${replica}`;
    const wish = {
      of: entry.name,
      variable: entry.portVariable,
      demanded: replica === 1 ? portFrom(entry.portVariable, environment[entry.portVariable]) : undefined,
      preferred: usualPorts ? entry.defaultPort : undefined,
    };
    const own = serviceEnvironment(
      environment,
      entry.name === 'gateway',
      this.services.length,
      this.ownerKey?.key,
    );
    return new SupervisedProcess({
      name,
      program: () => path.join(this.options.release?.(name) ?? repositoryRoot(), 'dist', entry.program),
      nodeOptions: entry.nodeOptions,
      logFile: logFile(this.folder, name),
      host: own.HOST ?? LOOPBACK,
      choosePort: () => choosePort(wish, onNotice),
      environment: (port) => ({ ...own, ...servers, PORT: String(port) }),
      onEvent: onNotice,
      onPid,
    });
  }

  private named(name: string) {
    const found = [...this.services, this.postgres, this.nats].find((one) => one?.name === name);
    if (!found) throw new Error(`Nothing of the name ${name} was started here.`);
    return found;
  }

  private tellGuard(): void {
    const { postgres, ...others } = this.pids();
    this.guard.watch(postgres, Object.values(others));
  }

  private assertNotStopped(): void {
    if (this.stopped) throw new Error('It was stopped before it was up.');
  }
}

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const stack = new LocalStack(options);
  const stop = () => void stack.stop();
  options.signal?.addEventListener('abort', stop);
  try {
    await stack.start();
    return stack;
  } catch (error) {
    await stack.stop();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', stop);
  }
}
