import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { GetWhatIf, ReplyOf, RequestOf } from '@powerpulse/contracts';
import { InvalidInput } from '@powerpulse/runtime';
import { sumToOne } from '../domain/weights.js';
import { type Crossing, type DateMeans, whatIf } from '../domain/what-if.js';
import { ColumnsCache } from '../what-if/columns-cache.js';
import { idOf, type LoadedColumns } from '../what-if/load-columns.js';
import { checkRange } from './date-range.js';
import { LiveModels, type LiveView } from './live-models.js';

type Request = RequestOf<typeof GetWhatIf>;
type Reply = ReplyOf<typeof GetWhatIf>;

export class GetWhatIfQuery extends Query<Reply> {
  constructor(readonly request: Request) {
    super();
  }
}

@QueryHandler(GetWhatIfQuery)
export class GetWhatIfHandler implements IQueryHandler<GetWhatIfQuery> {
  constructor(
    private readonly models: LiveModels,
    private readonly cache: ColumnsCache,
  ) {}

  async execute({ request }: GetWhatIfQuery): Promise<Reply> {
    checkRange(request);
    if (request.weights !== null && !sumToOne(request.weights))
      throw new InvalidInput('the weights do not sum to 1', [
        { path: 'weights', message: 'the four must sum to 1' },
      ]);
    return this.models.read(request.organization, async (view) => {
      const { columns, at } = await this.cache.of(view);
      const current = { weights: view.profile.weights, timeLimits: view.timeLimits };
      const other = {
        weights: request.weights ?? current.weights,
        timeLimits: request.time_limits ?? current.timeLimits,
      };
      const { line, limit, daily = false } = request;
      const from = request.start_date === null ? -Infinity : dayNumber(request.start_date);
      const to = request.end_date === null ? Infinity : dayNumber(request.end_date);
      const result = whatIf(columns, { from, to, current, other, line, daily });
      return {
        scored_days: result.scoredDays,
        conversations: result.conversations,
        current: { ...result.current, weights: current.weights, time_limits: current.timeLimits },
        what_if: { ...result.other, weights: other.weights, time_limits: other.timeLimits },
        crossing: line === null ? null : await crossingOf(view, columns, { line, limit }, result.crossings),
        daily: daily ? result.daily.slice(-MAX_DATES).map(dateRow) : null,
        as_of: at.toISOString(),
      };
    });
  }
}

/** As many as GET /api/metrics/daily has. */
const MAX_DATES = 3_660;

const dateRow = ({ date, days, current, other }: DateMeans) => ({
  date: new Date(date * 86_400_000).toISOString().slice(0, 10),
  scored_days: days,
  current_csi: current,
  what_if_csi: other,
});

const dayNumber = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000);

/** The ones that change most come first, and have their names. */
async function crossingOf(
  { tx, scope }: LiveView,
  columns: LoadedColumns,
  { line, limit }: { line: number; limit: number },
  crossings: readonly Crossing[],
): Promise<Reply['crossing']> {
  const falls = crossings.filter(({ other }) => other < line).length;
  const change = ({ current, other }: Crossing) => Math.abs(other - current);
  const shown = crossings
    .toSorted((a, b) => change(b) - change(a) || a.conversation - b.conversation)
    .slice(0, limit)
    .map((crossing) => ({ ...crossing, id: idOf(columns, crossing.conversation) }));
  const names = await tx.query<{ id: string; chat_id: string }>(
    `select conversation_id as id, chat_id from conversations
     where generation = $1 and organization = $2 and conversation_id = any($3::uuid[])`,
    [scope.generation, scope.organization, shown.map(({ id }) => id)],
  );
  const chatIds = new Map(names.map(({ id, chat_id }) => [id, chat_id]));
  return {
    line,
    falls_below: falls,
    rises_above: crossings.length - falls,
    conversations: shown.flatMap(({ id, current, other }) => {
      const chat_id = chatIds.get(id);
      // Gone since the columns were loaded.
      return chat_id === undefined ? [] : [{ chat_id, current_csi: current, what_if_csi: other }];
    }),
  };
}
