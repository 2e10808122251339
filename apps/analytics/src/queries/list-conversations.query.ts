import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { ConversationRow, ListConversations, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { plainArray } from '@powerpulse/runtime';
import { conversationId } from '@powerpulse/ids';
import { ANY_DAY } from '../domain/day-gaps.js';
import { type ConversationSummary, summarizeConversation } from '../domain/summarize-conversation.js';
import { type ConversationSource, conversationSource, countOf, isOfDays } from './conversation-source.js';
import { conversationsIn } from './conversations-in.js';
import { checkRange } from './date-range.js';
import { type Place, readCursor, writeCursor } from './list-cursor.js';
import type { Wanted } from './list-sorts.js';
import { LiveModels, type LiveView } from './live-models.js';
import { startOfNewest } from './newest-days.js';
import { rangePage } from './range-page.js';
import { conversationRow } from './reply-rows.js';
import { shownDays } from './shown-days.js';
import { storedPage } from './stored-page.js';

type Request = RequestOf<typeof ListConversations>;
type Reply = ReplyOf<typeof ListConversations>;

export class ListConversationsQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

@QueryHandler(ListConversationsQuery)
export class ListConversationsHandler implements IQueryHandler<ListConversationsQuery> {
  constructor(private readonly models: LiveModels) {}

  execute({ request }: ListConversationsQuery): Promise<Reply> {
    checkRange(request);
    const { sort, order, limit, offset, cursor } = request;
    const from = cursor === null ? offset : readCursor(sort, order, cursor);
    // One more than asked for tells whether there is more.
    const wanted = { sort, order, limit: limit + 1, from };
    const answer = async (view: LiveView): Promise<Reply> => {
      const find = () => this.pageOf(view, request, wanted);
      const { rows, total, totalDays } = await (isByMember(request) ? view.outsideWall(find) : find());
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      return {
        conversations: await rowsOf(view, request, shown),
        total,
        ...(totalDays === null ? {} : { total_days: totalDays }),
        next_cursor: rows.length > limit && last ? writeCursor(sort, order, last) : null,
      };
    };
    // Whoever walks through the list (an export) asks for each of its pages once.
    return cursor === null
      ? this.models.answer('conversations', request, answer)
      : this.models.read(request.organization, answer);
  }

  private async pageOf(view: LiveView, request: Request, wanted: Wanted) {
    const source = conversationSource(view.scope, request);
    const knownTotal = source.unfiltered ? await conversationsIn(view, ANY_DAY, request) : null;
    if (!isOfDays(request)) {
      const rows = await this.undatedRows(view, source, request, wanted);
      return { rows, total: knownTotal ?? (await countOf(view.tx, source)), totalDays: null };
    }
    const isNewestFirst = source.unfiltered && wanted.sort === 'last_message_at' && wanted.order === 'desc';
    if (!isNewestFirst) return rangePage(view.tx, source, wanted, knownTotal);
    const newest = { ...request, start_date: await startOfNewest(view, request, wanted) };
    return rangePage(view.tx, conversationSource(view.scope, newest), wanted, knownTotal);
  }

  /** Behind the row that a cursor names, or from the nearest place that is known. */
  private async undatedRows(view: LiveView, source: ConversationSource, request: Request, wanted: Wanted) {
    const { from } = wanted;
    if (typeof from !== 'number') return storedPage(view.tx, source, { ...wanted, after: from, skip: 0 });
    // What a search found is named by its ids, ten thousand of them: too long a name for few rows.
    if (request.conversation_ids !== null)
      return storedPage(view.tx, source, { ...wanted, after: null, skip: from });
    const list = JSON.stringify({ ...request, offset: 0, limit: 0 });
    const start = this.models.places.startOf(list, view.state, from);
    const rows = await storedPage(view.tx, source, { ...wanted, ...start });
    // The last row is the first of the next page.
    const [last] = rows.slice(-2, -1);
    if (last !== undefined) this.models.places.remember(list, view.state, from + rows.length - 1, last);
    return rows;
  }
}

/** Whoever has a topic or an agent is found by a GIN index, whose operator is not leakproof. */
const isByMember = ({ topic, agent, agent_email, days }: Request): boolean =>
  [topic, agent, days?.topic, days?.agent].some((name) => name != null) || agent_email !== undefined;

async function rowsOf(view: LiveView, request: Request, listed: readonly Place[]) {
  const ids = listed.map(({ chatId }) => conversationId(request.organization, chatId));
  const summaries = isOfDays(request)
    ? await summariesInRange(view, ids, request)
    : await storedSummaries(view, ids);
  return withFewTopics(summaries.map(conversationRow));
}

/** From the days themselves, by the rules that make the stored ones. */
async function summariesInRange(view: LiveView, ids: readonly string[], request: Request) {
  const days = await shownDays(view, ids, request, view.tx.last);
  return ids.flatMap((id) => summarizeConversation(days.get(id) ?? []) ?? []);
}

async function storedSummaries({ tx, scope }: LiveView, ids: readonly string[]) {
  return tx.last<ConversationSummary>(
    'stored-summaries',
    `select c.conversation_id as "conversationId", chat_id as "chatId", csi, effectiveness, effort, efficiency, empathy,
       sentiment_score as "sentimentScore", predicted_rating as "predictedRating", fcr, topics, outcome,
       (extract(epoch from first_message_at) * 1000)::float8 as "firstAt",
       (extract(epoch from last_message_at) * 1000)::float8 as "lastAt",
       message_count as messages, days, scored_days as "scoredDays", agents
     from unnest($3::uuid[]) with ordinality as asked(conversation_id, place)
     join conversations c on c.generation = $1 and c.organization = $2 and c.conversation_id = asked.conversation_id
     order by asked.place`,
    [scope.generation, scope.organization, plainArray(ids)],
  );
}

const MAX_TOPICS = 20;
const FEW_TOPICS = 5;
const MAX_BYTES = 440_000;

/** A reply stays under 512 KB: a list shows the main topics of a conversation, the conversation itself shows all. */
function withFewTopics(rows: readonly ConversationRow[]): ConversationRow[] {
  const cut = (n: number) => rows.map((row) => ({ ...row, topics: row.topics.slice(0, n) }));
  const main = cut(MAX_TOPICS);
  return Buffer.byteLength(JSON.stringify(main)) <= MAX_BYTES ? main : cut(FEW_TOPICS);
}
