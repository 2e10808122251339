import { Controller, Module } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { Entity, PrimaryKey } from '@mikro-orm/decorators/legacy';
import { Migration } from '@mikro-orm/migrations';
import {
  ConversationIngested,
  GetConversationInstants,
  OrganizationSettingsChanged,
  type ReplyOf,
  type RequestOf,
} from '@powerpulse/contracts';
import { conversationId, eventId, messageId } from '@powerpulse/ids';
import { Answers, MessagingModule, messagingTables, Transactions } from '@powerpulse/messaging';
import { createService, DatabaseModule } from '@powerpulse/runtime';
import type { Change } from '../src/domain/attribution.js';
import type { DayMessage } from '../src/domain/conversation-day.js';

type Reply = ReplyOf<typeof GetConversationInstants>;

const STANDARD = {
  name: 'standard',
  version: 1,
  weights: { effectiveness: 0.35, effort: 0.25, efficiency: 0.25, empathy: 0.15 },
};

/** Who wrote when. */
export type Written = readonly [at: number | string, by: 'customer' | 'agent', agent?: string];

export interface StoredConversation {
  organization: string;
  conversationId: string;
  chatId: string;
  version: number;
  changes: Change[];
  /** In order. */
  messages: DayMessage[];
}

/** Plays ingestion's part: holds conversations, tells of changes through its outbox, answers with instants in pages. */
@Controller()
export class IngestionStandIn {
  readonly conversations = new Map<string, StoredConversation>();
  /** Small, so that conversations need several pages. */
  messagesPerReply = 7;
  /** Lets something happen between two pages. */
  beforeAnswer: (request: RequestOf<typeof GetConversationInstants>) => void = () => undefined;

  constructor(private readonly transactions: Transactions) {}

  /** Stores messages and returns the change, untold. */
  store(organization: string, chatId: string, uploadId: string, written: readonly Written[], force = false) {
    const id = conversationId(organization, chatId);
    const stored = this.conversations.get(id) ?? {
      organization,
      conversationId: id,
      chatId,
      version: 0,
      changes: [],
      messages: [],
    };
    stored.messages = [
      ...stored.messages,
      ...written.map((one) => messageOf(organization, chatId, one)),
    ].sort((a, b) => a.at - b.at);
    stored.version++;
    const change = { version: stored.version, uploadId, force };
    stored.changes.push(change);
    this.conversations.set(id, stored);
    return { stored, change };
  }

  /** Puts ConversationIngested on the stream. Returns the events' ids. */
  async tell(told: readonly { stored: StoredConversation; change: Change }[]): Promise<string[]> {
    return this.transactions.run((unit) => {
      const ids = told.map(({ stored, change }) => {
        const id = eventId(ConversationIngested.name, stored.conversationId, change.uploadId, change.version);
        unit.emit(ConversationIngested, {
          organization: stored.organization,
          id,
          correlationId: change.uploadId,
          data: {
            conversation_id: stored.conversationId,
            chat_id: stored.chatId,
            upload_id: change.uploadId,
            conversation_version: change.version,
            message_count: Math.max(1, stored.messages.length),
            first_at: new Date(stored.messages[0]?.at ?? 0).toISOString(),
            last_at: new Date(stored.messages.at(-1)?.at ?? 0).toISOString(),
            force: change.force,
          },
        });
        return id;
      });
      return Promise.resolve(ids);
    });
  }

  /** Says what the gateway says when someone saves the settings. */
  async changeSettings(organization: string, settingsVersion: number, timeZone: string): Promise<void> {
    await this.transactions.run((unit) => {
      unit.emit(OrganizationSettingsChanged, {
        organization,
        id: eventId(OrganizationSettingsChanged.name, organization, settingsVersion, timeZone),
        correlationId: `settings ${settingsVersion}`,
        data: {
          settings_version: settingsVersion,
          time_zone: timeZone,
          weight_profile: STANDARD,
          auto_response_patterns: [],
        },
      });
      return Promise.resolve();
    });
  }

  @Answers(GetConversationInstants)
  answer(@Payload() request: RequestOf<typeof GetConversationInstants>): Reply {
    this.beforeAnswer(request);
    const reply: Reply = { conversations: [] };
    let room = this.messagesPerReply;
    for (const { conversation_id, offset } of request.conversations) {
      const stored = this.conversations.get(conversation_id);
      if (stored === undefined) continue;
      if (room <= 0) break;
      const page = stored.messages.slice(offset, offset + room);
      room -= Math.max(1, page.length);
      reply.conversations.push(pageOf(stored, offset, page));
    }
    return reply;
  }
}

function messageOf(organization: string, chatId: string, [at, by, agent]: Written): DayMessage {
  const instant = typeof at === 'number' ? at : Date.parse(at);
  const direction = by === 'customer' ? 'to_company' : 'to_client';
  return {
    messageId: messageId(organization, chatId, instant, direction, ''),
    at: instant,
    direction,
    tokens: 5,
    agent: agent === undefined ? null : { username: agent, email: null },
  };
}

function pageOf(stored: StoredConversation, offset: number, page: readonly DayMessage[]) {
  const names = [...new Set(page.flatMap(({ agent }) => (agent === null ? [] : [agent.username])))];
  return {
    conversation_id: stored.conversationId,
    chat_id: stored.chatId,
    conversation_version: stored.version,
    changes: stored.changes
      .slice(-50)
      .map(({ version, uploadId, force }) => ({ version, upload_id: uploadId, force })),
    total: stored.messages.length,
    offset,
    message_ids: page.map((message) => message.messageId),
    at: page.map((message) => message.at),
    directions: page.map(({ direction }) => (direction === 'to_company' ? 'c' : 'a')).join(''),
    tokens: page.map((message) => message.tokens),
    agent: page.map(({ agent }) => (agent === null ? -1 : names.indexOf(agent.username))),
    agents: names.map((username) => ({ username, email: null })),
  };
}

/** MikroORM wants one; the stand-in keeps everything in memory. */
@Entity()
class Unused {
  @PrimaryKey({ type: 'text' })
  id!: string;
}

class StandInTables extends Migration {
  override name = 'stand-in';

  override up(): void {
    for (const statement of messagingTables('ingestion')) this.addSql(statement);
  }
}

@Module({})
class IngestionStandInModule {}

export async function startIngestionStandIn(databaseUrl: string, natsUrl: string) {
  const app = await createService(
    {
      module: IngestionStandInModule,
      imports: [
        DatabaseModule.forRoot({
          url: databaseUrl,
          schema: 'ingestion',
          entities: [Unused],
          migrations: [StandInTables],
        }),
        MessagingModule.forRoot({ service: 'ingestion', natsUrl }),
      ],
      controllers: [IngestionStandIn],
    },
    { service: 'ingestion' },
  );
  return { ingestion: app.get(IngestionStandIn), close: () => app.close() };
}
