import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { jetstream, type JetStreamClient, type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import {
  connect,
  type NatsConnection,
  nkeyAuthenticator,
  type NodeConnectionOptions,
} from '@nats-io/transport-node';
import type { OnApplicationShutdown } from '@nestjs/common';
import { createLogger, type Lifecycle, Unavailable } from '@powerpulse/runtime';
import { atMost } from './at-most.js';

interface BrokerOptions {
  service: string;
  /** One or several, separated by commas; `nats://user:password@host:port` where the server asks for it. */
  url: string;
  /** Seed of our nkey. */
  nkeyFile?: string | undefined;
  /** Authority of the server's certificate. */
  caFile?: string | undefined;
}

const inboxPrefix = (service: string) => `_INBOX_${service}`;

/** Read anew for every connection, so that a new key needs no restart. */
const seedIn = (file: string) => () => new TextEncoder().encode(fs.readFileSync(file, 'utf8').trim());

function connectionOptions({ service, url, nkeyFile, caFile }: BrokerOptions): NodeConnectionOptions {
  const urls = url.split(',').map((each) => new URL(each.includes('://') ? each : `nats://${each}`));
  const { username, password } = urls[0] ?? new URL(url);
  return {
    servers: urls.map((each) => each.host),
    ...(username && { user: decodeURIComponent(username), pass: decodeURIComponent(password) }),
    ...(nkeyFile && { authenticator: nkeyAuthenticator(seedIn(nkeyFile)) }),
    ...(caFile && { tls: { caFile } }),
    name: service,
    inboxPrefix: inboxPrefix(service),
    // The defaults give up after 19 s and notice a frozen server after 6 minutes.
    maxReconnectAttempts: -1,
    reconnectTimeWait: 1_000,
    reconnectJitter: 500,
    pingInterval: 10_000,
    maxPingOut: 2,
    timeout: 5_000,
    // An error object made in advance for each request costs more than the request.
    noAsyncTraces: true,
  };
}

/** The one connection of a process, for events and requests. Comes up in the background and then stays for ever. */
export class Broker implements OnApplicationShutdown {
  private readonly log = createLogger('broker');
  private readonly listeners = new Set<() => void>();
  private readonly opening: Promise<NatsConnection | undefined>;
  private nc: NatsConnection | undefined;
  private up = false;
  private closing = false;

  constructor(
    private readonly options: BrokerOptions,
    private readonly lifecycle: Lifecycle,
  ) {
    this.opening = this.open();
  }

  /** A service may listen to its own inboxes only. */
  get inboxPrefix(): string {
    return inboxPrefix(this.options.service);
  }

  get connected(): boolean {
    return this.up;
  }

  /** Called at the first connection and after every reconnection. */
  onConnect(listener: () => void): void {
    this.listeners.add(listener);
    if (this.up) listener();
  }

  /** The connection, once there is one; `undefined` when closed before. It reconnects by itself. */
  connection(): Promise<NatsConnection | undefined> {
    return this.opening;
  }

  /** The connection if it is usable now. */
  current(): NatsConnection {
    if (!this.nc || !this.up) throw new Unavailable('NATS is not reachable');
    return this.nc;
  }

  jetstream(): JetStreamClient {
    return jetstream(this.current());
  }

  manager(): Promise<JetStreamManager> {
    return jetstreamManager(this.current(), { checkAPI: false });
  }

  async ping(): Promise<void> {
    await this.current().flush();
  }

  /** After the transports, which still acknowledge and answer. */
  async onApplicationShutdown(): Promise<void> {
    this.closing = true;
    this.up = false;
    const nc = await this.opening;
    if (!nc || nc.isClosed()) return;
    // Draining flushes acknowledgements, but needs a server: a reconnecting client would wait for ever.
    await atMost(2_000, nc.drain());
    await nc.close();
  }

  private async open(): Promise<NatsConnection | undefined> {
    for (let failures = 0; !this.closing; failures++) {
      try {
        const nc = await connect(connectionOptions(this.options));
        this.nc = nc;
        void this.watch(nc);
        this.announce();
        return nc;
      } catch (error) {
        if (failures % 30 === 0) this.log.error({ err: error }, 'NATS is not reachable; trying on');
        await delay(1_000);
      }
    }
    return undefined;
  }

  private announce(): void {
    this.up = true;
    this.log.info('connected to NATS');
    for (const listener of this.listeners) listener();
  }

  private async watch(nc: NatsConnection): Promise<void> {
    void nc.closed().then((error) => {
      this.up = false;
      if (!this.closing) this.lifecycle.fatal('the NATS connection is closed for ever', error);
    });
    for await (const status of nc.status()) {
      if (status.type === 'disconnect') {
        this.up = false;
        if (!this.closing) this.log.warn('disconnected from NATS');
      } else if (status.type === 'reconnect') this.announce();
      else if (status.type === 'error') this.log.error({ err: status.error }, 'NATS refuses');
    }
  }
}
