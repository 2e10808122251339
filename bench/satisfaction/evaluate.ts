/** `npm run eval:satisfaction`: agreement of a scorer with human ratings. Options: see options.ts. */
import type { Model } from '../../apps/scoring/src/llm/model-scorers.js';
import { readCorpus, type Corpus } from './corpora.js';
import { historySamples } from './history-samples.js';
import { crossValidated, transferred } from './local-models.js';
import { ModelJudge, modelFrom } from './model-judge.js';
import { modelRows } from './model-rows.js';
import { readOptions, UsageError, type Options } from './options.js';
import type { Predictions } from './predictions.js';
import { ratedRow } from './rated-row.js';
import { seenInTraining, shippedPredictions } from './shipped.js';
import { tableOf, type Row } from './table.js';
import { crossValidatedHistory, fitHistory, historyFigures, type HistoryFigures } from './turn-history.js';
import { vaderItems } from './vader.js';

const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
const step =
  (what: string, of: number) =>
  (fold: number): void => {
    say(`${what}: fold ${fold} of ${of}`);
  };

async function run(options: Options): Promise<void> {
  if (options.scorer === 'local') runLocal(options);
  else await runModel(options, modelFrom(options.scorer, process.env));
}

async function runModel({ data, limit, protocols, scorer, json }: Options, model: Model): Promise<void> {
  const judge = new ModelJudge(model, say);
  const rows: Row[] = [];
  try {
    for (const file of data) rows.push(...(await modelRows(readCorpus(file, limit), protocols, judge)));
  } finally {
    const { calls, inputTokens, outputTokens, costUsd } = judge.book.usage;
    const cost = costUsd === null ? 'price not known' : `$${costUsd.toFixed(4)}`;
    say(
      `${calls} answered calls, ${judge.book.failedCalls} without an answer; ${inputTokens} tokens asked, ${outputTokens} answered; ${cost}.`,
    );
    await judge.close();
  }
  for (const { file, protocol, not_applicable } of rows)
    if (not_applicable !== undefined) say(`${file}: ${protocol} ${not_applicable}.`);
  console.log(tableOf(rows));
  console.log(RATED_BY);
  for (const { file, protocol, unjudged = 0, agreement } of rows)
    if (agreement !== undefined)
      console.log(
        `${file}, ${protocol}: ${unjudged} of ${agreement.n + unjudged} unjudged and in none of the figures.`,
      );
  if (json) console.log(JSON.stringify({ scorer, limit, usage: judge.book.usage, results: rows }));
}

const RATED_BY =
  "dialogue: predicted_rating of the whole dialogue. turn: predicted_rating of the dialogue up to the agent's answer to that turn.";

function runLocal(options: Options): void {
  const corpora = options.data.map((file) => readCorpus(file, options.limit));
  const training = options.train.map((file) => readCorpus(file));
  const rows = corpora.flatMap((corpus) => [
    ...ratedRows(corpus, corpora, training, options),
    ...historyRows(corpus, training, options),
  ]);
  console.log(tableOf(rows));
  for (const corpus of options.folds === null && training.length === 0 ? corpora : [])
    console.log(note(corpus));
  if (options.json)
    console.log(
      JSON.stringify({
        scorer: options.scorer,
        folds: options.folds,
        train: options.train,
        results: rows,
      }),
    );
}

function note(corpus: Corpus): string {
  const seen = seenInTraining(corpus);
  const all = corpus.dialogues.length;
  return seen === 0
    ? `${corpus.name}: the shipped model has not seen it.`
    : `${corpus.name}: ${seen} of ${all} dialogues were part of the shipped model's training: these are no test of it.`;
}

function ratedRows(
  corpus: Corpus,
  corpora: readonly Corpus[],
  training: readonly Corpus[],
  options: Options,
): Row[] {
  const wanted = (['turn', 'dialogue'] as const).filter((protocol) => options.protocols.includes(protocol));
  if (wanted.length === 0) return [];
  const { model, predictions } = judged(corpus, corpora, training, options);
  const floor = vaderItems(corpus);
  return wanted.map((protocol) => {
    const items = protocol === 'turn' ? predictions.turns : predictions.dialogues;
    const { unjudged } = predictions;
    return ratedRow(
      { file: corpus.name, protocol, model, unjudged },
      items,
      protocol === 'turn' ? floor.turns : floor.dialogues,
    );
  });
}

function judged(
  corpus: Corpus,
  corpora: readonly Corpus[],
  training: readonly Corpus[],
  { folds }: Options,
): { model: string; predictions: Predictions } {
  if (folds !== null) {
    const beside = [...corpora.filter((other) => other !== corpus), ...training];
    const names = beside.map(({ name }) => name).join(', ');
    return {
      model: `${folds} folds${names === '' ? '' : ` + ${names}`}`,
      predictions: crossValidated(corpus, beside, folds, step(`${corpus.name}, turn and dialogue`, folds)),
    };
  }
  if (training.length > 0) {
    const names = training.map(({ name }) => name).join(', ');
    return {
      model: `trained on ${names}`,
      predictions: transferred(corpus, training),
    };
  }
  const seen = seenInTraining(corpus) > 0 ? ' (has seen it)' : '';
  return {
    model: `shipped model${seen}`,
    predictions: shippedPredictions(corpus),
  };
}

function historyRows(corpus: Corpus, training: readonly Corpus[], { protocols, folds }: Options): Row[] {
  if (!protocols.includes('turn-history')) return [];
  const row = (model: string, history: HistoryFigures): Row[] => [
    { file: corpus.name, protocol: 'turn-history', model, history },
  ];
  const samples = historySamples(corpus.dialogues);
  if (folds !== null) {
    const figures = crossValidatedHistory(samples, folds, step(`${corpus.name}, turn-history`, folds));
    return row(`${folds} folds`, figures);
  }
  if (training.length === 0) {
    say(
      `${corpus.name}: turn-history is left out: the shipped model judges what has been said, it predicts no ratings to come. Use --folds or --train.`,
    );
    return [];
  }
  const predict = fitHistory(training.flatMap(({ dialogues }) => historySamples(dialogues)));
  const names = training.map(({ name }) => name).join(', ');
  return row(
    `trained on ${names}`,
    historyFigures(
      predict(samples),
      samples.map(({ label }) => label),
    ),
  );
}

try {
  await run(readOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  say(error.message);
  process.exitCode = 2;
}
