import { LlmStub, status } from '@powerpulse/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Corpus } from './corpora.js';
import { parseDialogues } from './dialogues.js';
import { ModelJudge, modelFrom } from './model-judge.js';
import { modelRows } from './model-rows.js';
import { readOptions } from './options.js';
import { readSample } from './samples.js';
import { tableOf } from './table.js';

/** Made up, in the dataset's format: two customer turns each, an agent's answer to either. */
const made = ['tram', 'lamp', 'soup', 'coat', 'desk'].map((thing, i) =>
  [
    `USER\tWhere is my ${thing}?\tASK\t3,3,${1 + i}`,
    `SYSTEM\tThe ${thing} is on its way.\tINFORM\t`,
    `USER\tThe ${thing} is wrong again.\tCOMPLAIN\t2,${1 + i},3`,
    `SYSTEM\tSorry, another ${thing} comes tomorrow.\tOFFER\t`,
    `USER\tOVERALL\t\t${1 + i},2,3`,
  ].join('\n'),
);
const dialogues = parseDialogues(made.join('\n\n'), 'made');
const corpus: Corpus = { name: 'made', dialogues, samples: dialogues.map(readSample) };

let stub: LlmStub;
const judges: ModelJudge[] = [];
const said: string[] = [];

function judge(): ModelJudge {
  const environment = {
    OPENAI_API_KEY: 'x',
    OPENAI_BASE_URL: stub.url,
    AI_RETRY_MS: '10',
    AI_CONCURRENCY: '2',
  };
  const made = new ModelJudge(modelFrom('openai', environment), (text) => said.push(text));
  judges.push(made);
  return made;
}

beforeAll(async () => {
  stub = await LlmStub.start();
});
afterEach(async () => {
  await Promise.all(judges.splice(0).map((each) => each.close()));
  stub.forget();
});
afterAll(() => stub.close());

describe('a language model held against human ratings', () => {
  it('judges turns by what was said until then, whole dialogues once, and no two parts of one in a call', async () => {
    const asking = judge();
    const rows = await modelRows(corpus, ['turn-history', 'turn', 'dialogue'], asking);

    expect(rows.map(({ protocol, unjudged, agreement }) => [protocol, agreement?.n, unjudged])).toEqual([
      ['turn', 10, 0],
      ['dialogue', 5, 0],
      ['turn-history', undefined, undefined],
    ]);
    expect(tableOf(rows)).toMatch(/turn-history {2}openai\/gpt-4o-mini csi-1 {2}does not apply/);
    const days = stub.calls.flatMap((call) => call.days);
    expect(days.map((day) => day.lines.length).sort()).toEqual([2, 2, 2, 2, 2, 4, 4, 4, 4, 4]);
    for (const { days: together } of stub.calls)
      expect(new Set(together.map((day) => day.lines[0])).size).toBe(together.length);
    expect(stub.calls).toHaveLength(2);
    expect(stub.calls.map((call) => call.body).join()).not.toMatch(/OVERALL|COMPLAIN|2,3/);
    expect(asking.book.usage).toMatchObject({ calls: 2, costUsd: expect.any(Number) as number });
  });

  it('agrees fully with raters who say what the model says', async () => {
    stub.misbehave(() => ({
      kind: 'entries',
      change: (entries) => entries.map((entry, i) => ({ ...entry, rating: 1 + i })),
    }));
    const alike = dialogues.map((dialogue, i) => ({ ...dialogue, overall: [1 + i, 1 + i] }));
    const [row] = await modelRows({ ...corpus, dialogues: alike }, ['dialogue'], judge());
    expect(row?.agreement).toMatchObject({ n: 5, mae: 0, auc: 1 });
    expect(row?.agreement?.pearson).toBeCloseTo(1);
  });

  it('tries a failing provider again, and leaves out what the model gives no rating for', async () => {
    const failures = [status(500), status(429)];
    stub.misbehave(({ days }) => {
      const failure = failures.shift();
      if (failure !== undefined) return failure;
      const tram = days.findIndex((day) => day.lines.join().includes('tram'));
      return {
        kind: 'entries',
        change: (entries) =>
          entries.flatMap((entry, i) => {
            if (i === tram) return [];
            return i === 1 ? [{ ...entry, rating: null, unsure: 'too short' }] : [entry];
          }),
      };
    });
    const asking = judge();
    const [row] = await modelRows(corpus, ['dialogue'], asking);
    expect(row).toMatchObject({ unjudged: 2, agreement: { n: 3 } });
    expect(asking.book.failedCalls).toBe(2);
  });

  it('ends at once where the key is refused', async () => {
    stub.misbehave(() => status(401));
    await expect(modelRows(corpus, ['turn'], judge())).rejects.toThrow(
      /can not be asked: the key is refused/,
    );
    expect(stub.calls.length).toBeLessThanOrEqual(2);
  });

  it('says which variables are missing, and that a model is not trained', () => {
    expect(() => modelFrom('openai', {})).toThrow(/OPENAI_API_KEY: SCORER=openai needs it/);
    expect(() => modelFrom('compatible', {})).toThrow(/COMPATIBLE_BASE_URL: .*\n.*COMPATIBLE_MODEL: /);
    const data = ['--data', 'x.txt', '--scorer'];
    expect(() => readOptions([...data, 'openai', '--folds', '10'])).toThrow(
      /--folds and --train fit the local/,
    );
    expect(() => readOptions([...data, 'gemini', '--train', 'y.txt'])).toThrow(
      /--folds and --train fit the local/,
    );
    expect(() => readOptions([...data, 'mystery'])).toThrow(/There is no scorer mystery/);
    expect(() => readOptions([...data, 'openai', '--limit', '0'])).toThrow(/--limit takes a whole number/);
  });
});
