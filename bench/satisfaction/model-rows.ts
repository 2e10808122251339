import type { DayVerdict } from '../../apps/scoring/src/domain/scorer.js';
import type { Corpus } from './corpora.js';
import { transcriptOf, type Dialogue } from './dialogues.js';
import type { AskedDay, ModelJudge } from './model-judge.js';
import type { Protocol } from './options.js';
import type { Item } from './protocols.js';
import { ratedRow } from './rated-row.js';
import type { Row } from './table.js';
import { vaderItems } from './vader.js';

const NOT_APPLICABLE = 'does not apply: a model judges what has been said, it predicts no ratings to come';

/** A rated thing and the part of its dialogue by which it is judged. */
interface Rated {
  dayId: string;
  ratings: readonly number[];
}

/** A language model's agreement with the raters of one file. */
export async function modelRows(
  corpus: Corpus,
  protocols: readonly Protocol[],
  judge: ModelJudge,
): Promise<Row[]> {
  const turns = corpus.dialogues.flatMap(ratedTurns);
  const dialogues = corpus.dialogues.map(({ rows, overall }, i): Rated => ({
    dayId: idOf(i, rows.length),
    ratings: overall,
  }));
  const wanted = [
    { protocol: 'turn' as const, rated: turns, floor: 'turns' as const },
    { protocol: 'dialogue' as const, rated: dialogues, floor: 'dialogues' as const },
  ].filter(({ protocol }) => protocols.includes(protocol));
  const asked = new Set(wanted.flatMap(({ rated }) => rated.map(({ dayId }) => dayId)));
  const verdicts = await judge.judge(corpus.dialogues.flatMap((dialogue, i) => daysOf(dialogue, i, asked)));
  const vader = vaderItems(corpus);
  const rows = wanted.map(({ protocol, rated, floor }) => {
    const items = rated.map((each) => itemOf(each, verdicts));
    const judged = items.filter((item) => item !== null);
    return ratedRow(
      { file: corpus.name, protocol, model: judge.name, unjudged: items.length - judged.length },
      judged,
      vader[floor].filter((_, i) => items[i] !== null),
    );
  });
  if (!protocols.includes('turn-history')) return rows;
  return [
    ...rows,
    { file: corpus.name, protocol: 'turn-history', model: judge.name, not_applicable: NOT_APPLICABLE },
  ];
}

const idOf = (dialogue: number, rows: number): string => `${dialogue}:${rows}`;

/** Each by the dialogue up to the agent's answer. The last one's is the whole dialogue: judged once for both protocols. */
function ratedTurns({ rows }: Dialogue, dialogue: number): Rated[] {
  return rows.flatMap((row, at) => {
    if (!row.customer) return [];
    const next = rows.findIndex((other, i) => i > at && other.customer);
    return [{ dayId: idOf(dialogue, next < 0 ? rows.length : next), ratings: row.ratings }];
  });
}

/** Parts of one dialogue are in different groups: a model that saw two of them in a call would know how it goes on. */
function daysOf(dialogue: Dialogue, i: number, asked: ReadonlySet<string>): AskedDay[] {
  return dialogue.rows
    .map((_, row) => dialogue.rows.slice(0, row + 1))
    .filter((rows) => asked.has(idOf(i, rows.length)))
    .map((rows, group) => ({ ...transcriptOf(dialogue, rows), dayId: idOf(i, rows.length), group }));
}

/** Null where the model gave no rating: it is left out, nothing is put in its place. */
function itemOf({ dayId, ratings }: Rated, verdicts: ReadonlyMap<string, DayVerdict>): Item | null {
  const verdict = verdicts.get(dayId);
  const predicted = verdict?.kind === 'judged' ? verdict.judgement.metrics.predicted_rating : null;
  return predicted === null ? null : { ratings, predicted };
}
