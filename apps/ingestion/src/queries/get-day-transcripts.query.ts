import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { GetDayTranscripts, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { msOf } from '../tables/epoch-ms.js';
import { jsonBytes, ReplyBudget } from './reply-budget.js';
import { type TextRow, transcriptMessage } from './transcript-message.js';

type Request = RequestOf<typeof GetDayTranscripts>;
type Day = Request['days'][number];
type Reply = ReplyOf<typeof GetDayTranscripts>;
type AnsweredDay = Reply['days'][number];

export class GetDayTranscriptsQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

/** Days are read in portions, so that a request for many does not read more than is answered. */
const DAYS_AT_ONCE = 50;
const MAX_DAY_BYTES = 400_000;
/** Earlier days are context: their first words are enough, the less of each the more days there are. */
const MAX_EARLIER_CHARACTERS = 1_000;
const ALL_EARLIER_CHARACTERS = 60_000;

type DayRow = { place: number; total: number } & (TextRow | { id: null });

@QueryHandler(GetDayTranscriptsQuery)
export class GetDayTranscriptsHandler implements IQueryHandler<GetDayTranscriptsQuery> {
  constructor(private readonly database: Database) {}

  async execute({ request }: GetDayTranscriptsQuery): Promise<Reply> {
    const budget = new ReplyBudget();
    const answered: AnsweredDay[] = [];
    for (let from = 0; from < request.days.length; from += DAYS_AT_ONCE) {
      const days = request.days.slice(from, from + DAYS_AT_ONCE);
      const [rows, earlier] = await Promise.all([
        this.messages(request.organization, days),
        this.earlierTexts(request.organization, days),
      ]);
      const rowsOf = Map.groupBy(rows, (row) => row.place);
      for (const [i, asked] of days.entries()) {
        const day = answeredDay(asked, rowsOf.get(i + 1) ?? [], earlier);
        const part = { ...day, messages: fittingMessages(day.messages) };
        const isCut = part.messages.length < day.total - day.offset;
        if (isCut && answered.length > 0) return { days: answered };
        if (!budget.take(jsonBytes(part))) return { days: answered };
        answered.push(part);
        if (isCut) return { days: answered };
      }
    }
    return { days: answered };
  }

  /** Of each day at most what one reply can carry. */
  private messages(organization: string, days: readonly Day[]): Promise<DayRow[]> {
    return this.database.query<DayRow>(
      `select d.place::int as place, t.total, m.id, m.at, m.from_customer, m.text
       from unnest($2::uuid[], $3::int[], $4::timestamptz[], $5::timestamptz[], $6::int[]) with ordinality
         as d(conversation_id, version, first_at, last_at, skip, place)
       cross join lateral (
         select count(*)::int as total from messages m
         where m.organization = $1 and m.conversation_id = d.conversation_id
           and m.conversation_version <= d.version and m.at between d.first_at and d.last_at and m.text is not null) t
       left join lateral (
         select *, sum(octet_length(text)) over (order by number) as so_far from (
           select m.message_id as id, ${msOf('m.at')} as at, m.from_customer, m.text,
             row_number() over (order by m.at, m.upload_no, m.position) as number
           from messages m
           where m.organization = $1 and m.conversation_id = d.conversation_id
             and m.conversation_version <= d.version and m.at between d.first_at and d.last_at and m.text is not null
           order by m.at, m.upload_no, m.position offset d.skip limit ${MAX_DAY_BYTES / 100}) page) m
         on m.so_far - octet_length(m.text) < ${MAX_DAY_BYTES}
       order by d.place, m.number`,
      [
        organization,
        days.map((day) => day.conversation_id),
        days.map((day) => day.conversation_version),
        days.map((day) => day.first_at),
        days.map((day) => day.last_at),
        days.map((day) => day.offset),
      ],
    );
  }

  /** By message id. One walk through each conversation, however many of its days are asked for. */
  private async earlierTexts(organization: string, days: readonly Day[]): Promise<Map<string, string>> {
    const earlier = days
      .flatMap((day) => day.earlier_days)
      .filter((day) => day.first_customer_message_id !== null);
    if (earlier.length === 0) return new Map();
    const dates = earlier.map(({ date }) => date).sort();
    const rows = await this.database.query<{ id: string; text: string }>(
      `select message_id as id, left(text, ${MAX_EARLIER_CHARACTERS}) as text from messages
       where organization = $1 and conversation_id = any($2::uuid[]) and message_id = any($3::uuid[])
         and text is not null and at between $4::date - 2 and $5::date + 2`, // in any zone: it spares looking into other months
      [
        organization,
        [...new Set(days.map((day) => day.conversation_id))],
        [...new Set(earlier.map((day) => day.first_customer_message_id))],
        dates[0],
        dates.at(-1),
      ],
    );
    return new Map(rows.map((row) => [row.id, row.text]));
  }
}

function answeredDay(day: Day, rows: readonly DayRow[], earlier: ReadonlyMap<string, string>): AnsweredDay {
  const characters = Math.min(
    MAX_EARLIER_CHARACTERS,
    Math.floor(ALL_EARLIER_CHARACTERS / Math.max(1, day.earlier_days.length)),
  );
  return {
    day_id: day.day_id,
    messages: rows.flatMap((row) => (row.id === null ? [] : transcriptMessage(row))),
    offset: day.offset,
    total: rows[0]?.total ?? 0,
    earlier_first_messages: day.earlier_days.map(({ first_customer_message_id: id }) => {
      const text = id === null ? undefined : earlier.get(id);
      return text === undefined ? null : text.slice(0, characters).toWellFormed();
    }),
  };
}

/** A day that is larger than a reply comes alone, as much of it as fits. */
function fittingMessages(messages: AnsweredDay['messages']): AnsweredDay['messages'] {
  const budget = new ReplyBudget();
  const isOver = messages.findIndex((message) => !budget.take(jsonBytes(message)));
  return isOver < 0 ? messages : messages.slice(0, isOver);
}
