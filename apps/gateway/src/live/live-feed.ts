import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { GATEWAY_CONFIG, type GatewayConfig } from '../config.js';
import { HttpProblem } from '../http/problem.js';
import { Loop } from '../loop.js';
import type { PipelineDto } from '../progress/pipeline.dto.js';
import type { LiveChanges } from './domain/live-changes.js';
import type { LivePosition } from './domain/live-position.js';
import { LiveListener } from './live-listener.js';
import { ChangesReader } from './read-changes.js';

/** What an organization's listeners share: one look for all of them. */
interface Channel {
  readonly listeners: Set<LiveListener>;
  readonly opened: Promise<void>;
  position: LivePosition | null;
  /** What waits where, without the seconds, which pass by themselves. */
  waiting: string;
}

/** Looks once a turn for what changed, for each organization somebody listens to. What happened anywhere is seen here. */
@Injectable()
export class LiveFeed implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly channels = new Map<string, Channel>();
  private readonly loop: Loop;

  constructor(
    private readonly reader: ChangesReader,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {
    this.loop = new Loop('live', config.PROGRESS_INTERVAL_MS, () => this.turn());
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    for (const { listeners } of this.channels.values()) for (const listener of listeners) listener.leave();
    await this.loop.stop();
  }

  /** Everything after `since`, or from now on. Whoever joins also leaves. */
  async join(organization: string, since: LivePosition | undefined): Promise<LiveListener> {
    const channel = this.channels.get(organization) ?? this.open(organization);
    if (channel.listeners.size >= this.config.MAX_LIVE_STREAMS) {
      const detail = `Your organization listens with ${String(channel.listeners.size)} streams here. Close one of them.`;
      throw new HttpProblem('too-many-requests', detail, {}, { 'retry-after': '10' });
    }
    const listener = new LiveListener(() => this.left(organization, channel, listener));
    channel.listeners.add(listener);
    try {
      await channel.opened;
      // It hears what the channel sees from here on, so nothing falls between this look and the channel's next.
      listener.begin(await this.now(organization, channel, since));
    } catch (error) {
      listener.leave();
      throw error;
    }
    return listener;
  }

  private async now(
    organization: string,
    { position }: Channel,
    since: LivePosition | undefined,
  ): Promise<LiveChanges> {
    const pipeline = await this.reader.pipeline(organization);
    if (since !== undefined) return { ...(await this.reader.since(organization, since)), pipeline };
    if (position === null) throw new Error('the channel has not been opened');
    return { position, dates: [], uploads: [], replays: [], pipeline };
  }

  private open(organization: string): Channel {
    const opened = this.reader.position(organization).then((position) => {
      channel.position = position;
    });
    const channel: Channel = { listeners: new Set(), opened, position: null, waiting: '' };
    this.channels.set(organization, channel);
    return channel;
  }

  private left(organization: string, channel: Channel, listener: LiveListener): void {
    channel.listeners.delete(listener);
    if (channel.listeners.size === 0 && this.channels.get(organization) === channel)
      this.channels.delete(organization);
  }

  private async turn(): Promise<void> {
    const looks = await Promise.allSettled([...this.channels].map((one) => this.look(...one)));
    for (const look of looks) if (look.status === 'rejected') throw look.reason;
  }

  private async look(organization: string, channel: Channel): Promise<void> {
    try {
      if (channel.position === null) return;
      const [changes, load] = await Promise.all([
        this.reader.since(organization, channel.position),
        this.reader.pipeline(organization),
      ]);
      const waiting = withoutSeconds(load);
      const pipeline = waiting === channel.waiting ? null : load;
      channel.waiting = waiting;
      channel.position = changes.position;
      for (const listener of channel.listeners) listener.hear({ ...changes, pipeline });
    } finally {
      // Also where nothing could be read: a stream goes on saying that it is there, and ends with its key.
      for (const listener of channel.listeners) listener.wake();
    }
  }
}

const withoutSeconds = ({ open_uploads, stages }: PipelineDto): string =>
  JSON.stringify([
    open_uploads,
    stages.map(({ uploads, conversations_waiting, days_waiting }) => [
      uploads,
      conversations_waiting,
      days_waiting,
    ]),
  ]);
