import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { DaysToJudge, ReplyOf, RequestOf, TryTimeZone } from '@powerpulse/contracts';
import { Database, InvalidInput, type Tx } from '@powerpulse/runtime';
import { isTimeZone } from '../domain/calendar.js';
import { type CreatedDay, planSplit } from '../domain/plan-split.js';
import { CurrentConversations, type FetchedConversation } from '../ingestion/current-conversations.js';
import { keyOf, knownDays } from '../tables/conversation-states.js';
import { readZones } from '../tables/organization-zones.js';

type Request = RequestOf<typeof TryTimeZone>;
type Reply = ReplyOf<typeof TryTimeZone>;

export class TryTimeZoneQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

/** Splits as a change of the zone would, and keeps nothing of it. */
@QueryHandler(TryTimeZoneQuery)
export class TryTimeZoneHandler implements IQueryHandler<TryTimeZoneQuery> {
  constructor(
    private readonly database: Database,
    private readonly conversations: CurrentConversations,
  ) {}

  async execute({ request }: TryTimeZoneQuery): Promise<Reply> {
    const { organization, time_zone, after, limit } = request;
    if (!isTimeZone(time_zone)) throw new InvalidInput('time_zone is no IANA time zone');
    const { all, ids } = await this.database.read(organization, async (tx) => ({
      all: after === null ? await countAll(tx, organization) : null,
      ids: await nextIds(tx, organization, after, limit),
    }));
    const fetched = await this.conversations.fetch(organization, ids, time_zone);
    const known = await this.database.read(organization, (tx) => knownDays(tx, fetched));
    const plans = fetched.map((conversation) => planOf(conversation, known));
    return {
      all,
      conversations: ids.length,
      days: {
        unchanged: sum(plans, ({ unchanged }) => unchanged),
        changed: sum(plans, ({ created }) => created.length),
        vanished: sum(plans, ({ retracted }) => retracted.length),
      },
      to_judge: sizeOf(plans.flatMap(({ created }) => created).filter(({ day }) => !day.outbound)),
      next: ids.length < limit ? null : (ids.at(-1) ?? null),
    };
  }
}

const planOf = (conversation: FetchedConversation, known: Awaited<ReturnType<typeof knownDays>>) =>
  planSplit(known.get(keyOf(conversation)) ?? [], conversation.days, false);

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

const sizeOf = (days: readonly CreatedDay[]): DaysToJudge => ({
  days: days.length,
  token_estimate: sum(days, ({ day }) => day.tokenEstimate),
  messages: sum(days, ({ day }) => day.messages),
  earlier_days: sum(days, ({ day }) => day.earlierDays.length),
});

async function countAll(tx: Tx, organization: string): Promise<{ conversations: number; left: number }> {
  const zones = await readZones(tx, [organization]);
  const [row] = await tx.query<{ conversations: number; left: number }>(
    `select count(*)::int as conversations, (count(*) filter (where time_zone <> $2))::int as left
     from conversations where organization = $1 and time_zone is not null`,
    [organization, zones.get(organization)],
  );
  return row ?? { conversations: 0, left: 0 };
}

async function nextIds(tx: Tx, organization: string, after: string | null, limit: number): Promise<string[]> {
  const rows = await tx.query<{ conversation_id: string }>(
    `select conversation_id from conversations
     where organization = $1 and ($2::uuid is null or conversation_id > $2) and time_zone is not null
     order by conversation_id limit $3`,
    [organization, after, limit],
  );
  return rows.map((row) => row.conversation_id);
}
