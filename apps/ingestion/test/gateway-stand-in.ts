import { createHash, randomUUID } from 'node:crypto';
import { Controller, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { Entity, PrimaryKey } from '@mikro-orm/decorators/legacy';
import { Migration } from '@mikro-orm/migrations';
import {
  GetUploadChunk,
  OrganizationSettingsChanged,
  type ReplyOf,
  type RequestOf,
  UploadAccepted,
  UploadCancelled,
} from '@powerpulse/contracts';
import { eventId } from '@powerpulse/ids';
import { Answers, MessagingModule, messagingTables, Transactions } from '@powerpulse/messaging';
import { createService, DatabaseModule } from '@powerpulse/runtime';

export interface SentFile {
  organization?: string;
  force?: boolean;
  chunkBytes?: number;
  uploadId?: string;
}

/** What ingestion needs of the gateway: files in memory, in chunks, and the events that announce them. */
@Controller()
export class GatewayStandIn {
  /** Chunks that were asked for. */
  asked = 0;
  /** Lets something happen before a chunk is given away; null gives none. */
  beforeChunk: (index: number, uploadId: string) => unknown = () => undefined;
  private readonly files = new Map<string, Buffer[]>();
  private settings = 0;

  constructor(private readonly transactions: Transactions) {}

  async send(file: string | Buffer, sent: SentFile = {}): Promise<string> {
    const { organization = 'default', force = false, chunkBytes = 1_000, uploadId = randomUUID() } = sent;
    const bytes = Buffer.from(file);
    const chunks: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += chunkBytes) chunks.push(bytes.subarray(at, at + chunkBytes));
    this.files.set(uploadId, chunks);
    await this.transactions.run((unit) => {
      unit.emit(UploadAccepted, {
        organization,
        id: eventId(UploadAccepted.name, uploadId),
        correlationId: uploadId,
        data: {
          upload_id: uploadId,
          bytes: bytes.length,
          content_hash: createHash('sha256').update(bytes).digest('hex'),
          chunks: chunks.length,
          force_reprocess: force,
        },
      });
      return Promise.resolve();
    });
    return uploadId;
  }

  async cancel(uploadId: string, organization = 'default'): Promise<void> {
    await this.transactions.run((unit) => {
      unit.emit(UploadCancelled, {
        organization,
        id: eventId(UploadCancelled.name, uploadId),
        correlationId: uploadId,
        data: { upload_id: uploadId },
      });
      return Promise.resolve();
    });
  }

  async setPatterns(patterns: string[], organization = 'default'): Promise<void> {
    const version = ++this.settings;
    await this.transactions.run((unit) => {
      unit.emit(OrganizationSettingsChanged, {
        organization,
        id: eventId(OrganizationSettingsChanged.name, organization, version),
        correlationId: 'settings',
        data: {
          settings_version: version,
          time_zone: 'UTC',
          weight_profile: {
            name: 'equal',
            version: 1,
            weights: { effectiveness: 0.25, effort: 0.25, efficiency: 0.25, empathy: 0.25 },
          },
          auto_response_patterns: patterns,
        },
      });
      return Promise.resolve();
    });
  }

  @Answers(GetUploadChunk)
  async chunk(
    @Payload() { upload_id, index }: RequestOf<typeof GetUploadChunk>,
  ): Promise<ReplyOf<typeof GetUploadChunk>> {
    this.asked++;
    const isThere = (await this.beforeChunk(index, upload_id)) !== null;
    const data = isThere ? this.files.get(upload_id)?.[index] : undefined;
    return { data: data?.toString('base64') ?? null };
  }
}

/** MikroORM wants one. */
@Entity()
class Unused {
  @PrimaryKey({ type: 'text' })
  id!: string;
}

class StandInTables extends Migration {
  override name = 'stand-in';

  override up(): void {
    for (const statement of messagingTables('gateway')) this.addSql(statement);
  }
}

@Module({})
class GatewayStandInModule {}

export async function startGatewayStandIn(databaseUrl: string, natsUrl: string) {
  const app = await createService(
    {
      module: GatewayStandInModule,
      imports: [
        DatabaseModule.forRoot({
          url: databaseUrl,
          schema: 'gateway',
          entities: [Unused],
          migrations: [StandInTables],
        }),
        MessagingModule.forRoot({ service: 'gateway', natsUrl }),
      ],
      controllers: [GatewayStandIn],
    },
    { service: 'gateway' },
  );
  return { gateway: app.get(GatewayStandIn), app };
}
