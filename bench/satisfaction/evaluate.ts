/** `npm run eval:satisfaction`: agreement of a scorer with human ratings. Options: see options.ts. */
import { readCorpus, type Corpus } from './corpora.js';
import { mean } from './dialogues.js';
import { meanAbsoluteError } from './figures.js';
import { historySamples } from './history-samples.js';
import { crossValidated, transferred } from './local-models.js';
import { readOptions, UsageError, type Options } from './options.js';
import type { Predictions } from './predictions.js';
import { agreementOf, humanCeiling, type Item } from './protocols.js';
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

function run(options: Options): void {
  if (options.scorer !== 'local') throw new UsageError(`There is no scorer ${options.scorer} here.`);
  const corpora = options.data.map(readCorpus);
  const training = options.train.map(readCorpus);
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
    return {
      file: corpus.name,
      protocol,
      model,
      unjudged: predictions.unjudged,
      agreement: agreementOf(items),
      human: humanCeiling(items.map(({ ratings }) => ratings)),
      vader: agreementOf(protocol === 'turn' ? floor.turns : floor.dialogues),
      constant_mae: constantError(items),
    };
  });
}

function constantError(items: readonly Item[]): number {
  const actual = items.map(({ ratings }) => mean(ratings));
  return meanAbsoluteError(new Float64Array(actual.length).fill(mean(actual)), actual);
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
  run(readOptions(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  say(error.message);
  process.exitCode = 2;
}
