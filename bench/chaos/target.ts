/** The system under fire: the launcher's stack, and ways in that no client has. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, type NatsConnection, nkeyAuthenticator } from '@nats-io/transport-node';
import pg from 'pg';
import { keyFile } from '../../apps/launcher/src/broker-access.js';
import { type Stack, type StackOptions, startStack } from '../../apps/launcher/src/start-stack.js';
import { LlmStub } from '../../libs/testing/src/llm-stub/index.js';
import { processAlive } from '../../libs/local-stack/src/processes.js';
import type { Gateway } from '../api.js';
import { childrenOf } from '../processes.js';
import { Disks } from './disks.js';
import type { StackKind } from './faults/fault.js';

/** A URL: in NODE_OPTIONS a path ends at its first space. */
const CRASH_POINTS = new URL('./crash-points.js', import.meta.url).href;

/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:9';

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export interface Listener {
  durable: string;
  filter: string;
}

export class Target {
  readonly listeners: Listener[] = [];
  private readonly pidsSeen = new Set<number>();
  private readonly watch = setInterval(() => this.note(), 100);

  /** Where clients go: elsewhere after a power cut. */
  readonly gateway: Gateway;

  private constructor(
    public stack: Stack,
    private readonly options: StackOptions,
    readonly stub: LlmStub | undefined,
    private readonly disks: Disks | undefined,
    /** Orders to die at an exact point are put there. */
    readonly orders: string,
    /** Repositories of processes that run another release; all others run ours. */
    readonly releases: Map<string, string>,
  ) {
    this.gateway = { url: stack.urls.gateway ?? '', key: stack.ownerKey?.key ?? '' };
  }

  static async start(kind: StackKind, stubbed = kind === 'model'): Promise<Target> {
    const orders = mkdtempSync(path.join(tmpdir(), 'powerpulse-chaos-'));
    const stub = stubbed ? await LlmStub.start({ latencyMs: 50 }) : undefined;
    const model = stub && { SCORER: 'openai', OPENAI_API_KEY: 'sk-stub', OPENAI_BASE_URL: stub.url };
    const disks = kind === 'disks' ? new Disks() : undefined;
    const releases = new Map<string, string>();
    const options = {
      replicas: 2,
      release: (name: string) => releases.get(name),
      ...(disks && { dataFolder: disks.folder }),
      environment: {
        ...process.env,
        ...model,
        LOG_LEVEL: 'warn',
        NODE_OPTIONS: `--import=${CRASH_POINTS}`,
        CRASH_ORDERS: orders,
      },
    };
    const target = new Target(await startStack(options), options, stub, disks, orders, releases);
    target.listeners.push(...(await target.consumers()));
    return target;
  }

  /**
   * The machine as it is at one instant, without what only its memory held: everything is frozen, its disks are copied as
   * their files are, everything is killed, and another start sees the copies. Returns how long the copying took.
   */
  async cutPower(): Promise<number> {
    const { disks } = this;
    if (disks === undefined) throw new Error('this stack has no disks of its own');
    const all = Object.values(this.stack.pids()).flatMap((pid) => [pid, ...childrenOf(pid)]);
    for (const pid of all) signal(pid, 'SIGSTOP');
    const frozen = performance.now();
    disks.copy();
    const took = performance.now() - frozen;
    this.gateway.url = NOWHERE;
    for (const pid of all) signal(pid, 'SIGKILL');
    // Told in the same breath, so that nobody is started again on the old disks.
    await this.stack.stop();
    await disks.useCopy();
    this.stack = await startStack(this.options);
    this.gateway.url = this.stack.urls.gateway ?? '';
    return took;
  }

  /** As the superuser, in a connection of its own: faults end connections. */
  async withDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({
      connectionString: this.stack.urls.postgres,
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', () => undefined); // the query that it interrupts says so
    try {
      await client.connect();
      return await work(client);
    } finally {
      await client.end();
    }
  }

  /** As the operator, who may do everything. */
  async withBroker<T>(work: (nc: NatsConnection) => Promise<T>): Promise<T> {
    const seed = readFileSync(keyFile(this.stack.dataFolder, 'operator'));
    const nc = await connect({
      servers: this.stack.urls.nats ?? '',
      authenticator: nkeyAuthenticator(seed),
      timeout: 10_000,
    });
    try {
      return await work(nc);
    } finally {
      await nc.close();
    }
  }

  /** Durables as the broker has them now. */
  async consumers(): Promise<(Listener & { unsettled: number })[]> {
    const response = await fetch(`${this.monitorUrl()}/jsz?accounts=1&consumers=1&config=1`);
    const state = (await response.json()) as JetStreamState;
    const streams = (state.account_details ?? []).flatMap((account) => account.stream_detail ?? []);
    return streams
      .flatMap((stream) => stream.consumer_detail ?? [])
      .map((consumer) => ({
        durable: consumer.name,
        filter: consumer.config.filter_subject,
        unsettled: consumer.num_pending + consumer.num_ack_pending,
      }))
      .toSorted((a, b) => (a.durable < b.durable ? -1 : 1));
  }

  /** The port of a nats-server that came back is another one. */
  private monitorUrl(): string {
    const file = path.join(this.stack.dataFolder, 'nats', 'server.json');
    return (JSON.parse(readFileSync(file, 'utf8')) as { monitorUrl: string }).monitorUrl;
  }

  services(): string[] {
    return Object.keys(this.stack.pids()).filter((name) => name !== 'postgres' && name !== 'nats');
  }

  /** Processes that should be gone and are not. */
  orphans(): number[] {
    const current = new Set(Object.values(this.stack.pids()));
    return [...this.pidsSeen].filter((pid) => !current.has(pid) && processAlive(pid));
  }

  /** Beyond the end of the stack, for whoever looks for the reason. Returns the folder. */
  keepLogs(): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'powerpulse-chaos-logs-'));
    cpSync(path.join(this.stack.dataFolder, 'logs'), folder, { recursive: true });
    cpSync(path.join(this.stack.dataFolder, 'nats', 'server.log'), path.join(folder, 'nats.log'));
    return folder;
  }

  /** Ends all of it and says what was left. */
  async stop(): Promise<number[]> {
    clearInterval(this.watch);
    this.note();
    await this.stack.stop();
    await this.stub?.close();
    await this.disks?.remove();
    rmSync(this.orders, { recursive: true, force: true });
    return [...this.pidsSeen].filter(processAlive);
  }

  private note(): void {
    for (const pid of Object.values(this.stack.pids())) this.pidsSeen.add(pid);
  }
}

interface JetStreamState {
  account_details?: {
    stream_detail?: {
      consumer_detail?: {
        name: string;
        num_pending: number;
        num_ack_pending: number;
        config: { filter_subject: string };
      }[];
    }[];
  }[];
}
