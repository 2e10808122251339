import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ConversationIngested, DataOf, EventOf } from '@powerpulse/contracts';
import { type Delivery, MonthlyTable } from '@powerpulse/messaging';
import { Database } from '@powerpulse/runtime';
import { groupBy } from '../group-by.js';
import {
  CurrentConversations,
  datesOf,
  type FetchedConversation,
} from '../ingestion/current-conversations.js';
import { splitAndAnnounce, type SplitTask } from '../split-and-announce.js';
import { readZones } from '../tables/organization-zones.js';

type Ingested = EventOf<typeof ConversationIngested>;

export class SplitConversations extends Command<void> {
  constructor(readonly delivery: Delivery<DataOf<typeof ConversationIngested>>) {
    super();
  }
}

@CommandHandler(SplitConversations)
export class SplitConversationsHandler implements ICommandHandler<SplitConversations> {
  constructor(
    private readonly database: Database,
    private readonly conversations: CurrentConversations,
    private readonly months: MonthlyTable,
  ) {}

  async execute({ delivery }: SplitConversations): Promise<void> {
    // Before the transaction: no lock is held while another service is asked.
    const fetched = await this.fetch(delivery.events);
    await this.months.prepare(datesOf(fetched));
    await delivery.commit(async (unit, fresh) => {
      const events = groupBy(fresh, conversationOf);
      await splitAndAnnounce(
        unit,
        fetched.flatMap((conversation) => taskOf(conversation, events.get(conversation.conversationId))),
      );
    });
  }

  private async fetch(events: readonly Ingested[]): Promise<FetchedConversation[]> {
    const byOrganization = groupBy(events, (event) => event.organization);
    const zones = await readZones(this.database, [...byOrganization.keys()]);
    const fetched: FetchedConversation[] = [];
    for (const [organization, own] of byOrganization) {
      const ids = [...new Set(own.map(conversationOf))];
      fetched.push(...(await this.conversations.fetch(organization, ids, zones.get(organization) ?? 'UTC')));
    }
    return fetched;
  }
}

/** Ids of conversations are unique among all organizations. */
const conversationOf = (event: Ingested): string => event.data.conversation_id;

function taskOf(conversation: FetchedConversation, events: readonly Ingested[] = []): SplitTask[] {
  const [first] = events;
  if (first === undefined) return [];
  const newest = Math.max(...events.map((event) => event.data.conversation_version));
  if (conversation.version < newest) {
    throw new Error(
      `ingestion shows version ${conversation.version} of ${conversation.conversationId}, not ${newest}`,
    );
  }
  return [{ conversation, events, correlationId: first.correlation_id }];
}
