import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  type GetConversationInstants,
  MAX_INSTANTS_PER_REPLY,
  type ReplyOf,
  type RequestOf,
} from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { instantOf, isoOf, msOf } from '../tables/epoch-ms.js';
import { jsonBytes, ReplyBudget } from './reply-budget.js';

type Request = RequestOf<typeof GetConversationInstants>;
type Reply = ReplyOf<typeof GetConversationInstants>;
type Page = Reply['conversations'][number];

export class GetConversationInstantsQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

/** What of a conversation is to be answered. */
interface Wanted {
  conversationId: string;
  chatId: string;
  version: number;
  firstAt: number;
  lastAt: number;
  total: number;
  offset: number;
  limit: number;
}

interface ConversationRow {
  id: string;
  chat_id: string;
  version: number;
  total: number;
  first_at: number;
  last_at: number;
}

interface InstantRow {
  place: number;
  id: string;
  at: number;
  from_customer: boolean;
  tokens: number;
  username: string | null;
  email: string | null;
}

interface ChangeRow {
  conversation_id: string;
  version: number;
  upload_id: string;
  force: boolean;
}

/** Says nothing new, but which partitions to look into: the first pair when it is planned, the second row by row. */
const IN_MONTHS = `m.at between $6 and $7 and m.at between ${instantOf('w.first')} and ${instantOf('w.last')}`;

/** $2 to $7: the conversations with their own spans, and the span of all. */
const spansOf = (wanted: readonly Wanted[]): unknown[] => [
  wanted.map((each) => each.conversationId),
  wanted.map((each) => each.version),
  wanted.map((each) => each.firstAt),
  wanted.map((each) => each.lastAt),
  isoOf(Math.min(...wanted.map((each) => each.firstAt))),
  isoOf(Math.max(...wanted.map((each) => each.lastAt))),
];

const MAX_CHANGES = 50;
/** Of one message in the reply's columns. */
const MESSAGE_BYTES = 70;

@QueryHandler(GetConversationInstantsQuery)
export class GetConversationInstantsHandler implements IQueryHandler<GetConversationInstantsQuery> {
  constructor(private readonly database: Database) {}

  async execute({ request }: GetConversationInstantsQuery): Promise<Reply> {
    const wanted = await this.wanted(request);
    if (wanted.length === 0) return { conversations: [] };
    const [rows, changes] = await Promise.all([
      this.messages(request.organization, wanted),
      this.changes(request.organization, wanted),
    ]);
    return { conversations: pagesOf(wanted, rows, changes) };
  }

  /** In the order asked, until as many messages as a reply may carry. */
  private async wanted({ organization, conversations }: Request): Promise<Wanted[]> {
    const known = await this.database.query<ConversationRow>(
      `select conversation_id as id, chat_id, version, message_count as total, ${msOf('first_at')} as first_at,
         ${msOf('last_at')} as last_at from conversations where organization = $1 and conversation_id = any($2::uuid[])`,
      [organization, conversations.map((asked) => asked.conversation_id)],
    );
    const rows = new Map(known.map((row) => [row.id, row]));
    const wanted: Wanted[] = [];
    let room = MAX_INSTANTS_PER_REPLY;
    for (const { conversation_id: conversationId, offset } of conversations) {
      const row = rows.get(conversationId);
      if (row === undefined) continue;
      const { chat_id: chatId, version, first_at: firstAt, last_at: lastAt, total } = row;
      const limit = Math.min(room, Math.max(0, total - offset));
      wanted.push({ conversationId, chatId, version, firstAt, lastAt, total, offset, limit });
      room -= limit;
      if (room === 0) break;
    }
    return wanted;
  }

  /** At the version that was read with the conversation, whatever has been added since. */
  private messages(organization: string, wanted: readonly Wanted[]): Promise<InstantRow[]> {
    return this.database.query<InstantRow>(
      `select w.place::int as place, m.message_id as id, ${msOf('m.at')} as at, m.from_customer, m.tokens,
         coalesce(m.agent_username, m.agent_email) as username, m.agent_email as email
       from unnest($2::uuid[], $3::int[], $4::float8[], $5::float8[], $8::int[], $9::int[]) with ordinality
         as w(conversation_id, version, first, last, skip, take, place)
       cross join lateral (
         select * from messages m
         where m.organization = $1 and m.conversation_id = w.conversation_id and m.conversation_version <= w.version
           and ${IN_MONTHS}
         order by m.at, m.upload_no, m.position offset w.skip limit w.take) m
       order by w.place, m.at, m.upload_no, m.position`,
      [organization, ...spansOf(wanted), wanted.map((each) => each.offset), wanted.map((each) => each.limit)],
    );
  }

  private changes(organization: string, wanted: readonly Wanted[]): Promise<ChangeRow[]> {
    return this.database.query<ChangeRow>(
      `select w.conversation_id, c.version, u.upload_id, c.force
       from unnest($2::uuid[], $3::int[], $4::float8[], $5::float8[]) as w(conversation_id, at_version, first, last)
       cross join lateral (
         select upload_no, max(version) as version, bool_or(force) as force from (
           select m.upload_no, m.conversation_version as version, false as force from messages m
           where m.organization = $1 and m.conversation_id = w.conversation_id
             and m.conversation_version <= w.at_version and ${IN_MONTHS}
           union all
           select u.upload_no, f.forced_version, true from upload_conversations f
           join uploads u using (organization, upload_id)
           where f.organization = $1 and f.conversation_id = w.conversation_id
             and f.forced_version <= w.at_version) raised
         group by upload_no order by max(version) desc limit ${MAX_CHANGES}) c
       join uploads u on u.upload_no = c.upload_no
       order by w.conversation_id, c.version`,
      [organization, ...spansOf(wanted)],
    );
  }
}

function pagesOf(
  wanted: readonly Wanted[],
  rows: readonly InstantRow[],
  changes: readonly ChangeRow[],
): Page[] {
  const budget = new ReplyBudget();
  const rowsOf = Map.groupBy(rows, (row) => row.place);
  const changesOf = Map.groupBy(changes, (change) => change.conversation_id);
  const pages: Page[] = [];
  for (const [i, each] of wanted.entries()) {
    const page = emptyPage(each, changesOf.get(each.conversationId) ?? []);
    if (!budget.take(jsonBytes(page))) break;
    const taken = fill(page, rowsOf.get(i + 1) ?? [], budget);
    if (taken === 0 && each.limit > 0) break;
    pages.push(page);
    if (taken < each.limit) break;
  }
  return pages;
}

function emptyPage(
  { conversationId, chatId, version, total, offset }: Wanted,
  changes: readonly ChangeRow[],
): Page {
  return {
    conversation_id: conversationId,
    chat_id: chatId,
    conversation_version: version,
    changes: changes.map((change) => ({
      version: change.version,
      upload_id: change.upload_id,
      force: change.force,
    })),
    total,
    offset,
    message_ids: [],
    at: [],
    directions: '',
    tokens: [],
    agent: [],
    agents: [],
  };
}

/** Returns how many messages there was room for. */
function fill(page: Page, rows: readonly InstantRow[], budget: ReplyBudget): number {
  const agents = new Map<string, number>();
  for (const [i, { id, at, from_customer, tokens, username, email }] of rows.entries()) {
    const agent = username === null ? null : { username, email };
    const name = agent && JSON.stringify(agent);
    const isNew = name !== null && !agents.has(name);
    if (!budget.take(MESSAGE_BYTES + (isNew ? jsonBytes(name) : 0))) return i;
    if (agent !== null && name !== null && isNew) {
      agents.set(name, page.agents.length);
      page.agents.push(agent);
    }
    page.message_ids.push(id);
    page.at.push(at);
    page.directions += from_customer ? 'c' : 'a';
    page.tokens.push(tokens);
    page.agent.push(name === null ? -1 : (agents.get(name) ?? -1));
  }
  return rows.length;
}
