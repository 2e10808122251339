import { describe, expect, it } from 'vitest';
import { KnownAnswers } from './known-answers.js';

const counted = () => {
  const count = { asked: 0 };
  return { count, work: () => Promise.resolve({ n: ++count.asked }) };
};

describe('known answers', () => {
  it('are given again until the state changes', async () => {
    const answers = new KnownAnswers();
    const { work } = counted();
    expect(await answers.answer('q', 'a', work)).toEqual({ n: 1 });
    expect(await answers.answer('q', 'a', work)).toEqual({ n: 1 });
    expect(await answers.answer('other', 'a', work)).toEqual({ n: 2 });
    expect(await answers.answer('q', 'b', work)).toEqual({ n: 3 });
    expect(await answers.answer('q', 'b', work)).toEqual({ n: 3 });
  });

  it('are worked out once for all who ask at the same time', async () => {
    const answers = new KnownAnswers();
    const { work, count } = counted();
    const asked = Array.from({ length: 16 }, () => answers.answer('q', 'a', work));
    expect(new Set(await Promise.all(asked))).toEqual(new Set([{ n: 1 }]));
    expect(count.asked).toBe(1);
  });

  it('forget a failure', async () => {
    const answers = new KnownAnswers();
    const failing = answers.answer('q', 'a', () => Promise.reject(new Error('away')));
    await expect(failing).rejects.toThrow('away');
    expect(await answers.answer('q', 'a', () => Promise.resolve({ n: 1 }))).toEqual({ n: 1 });
  });

  it('hold so much and no more: what was not asked for longest goes', async () => {
    const answers = new KnownAnswers();
    const { work, count } = counted();
    await answers.answer('q', 'a', work);
    await answers.answer('kept', 'a', work);
    const large = { text: 'x'.repeat(6 * 1024 * 1024) };
    for (const n of [1, 2, 3]) {
      await answers.answer('kept', 'a', work);
      await answers.answer(`large ${String(n)}`, 'a', () => Promise.resolve(large));
    }
    expect(await answers.answer('kept', 'a', work)).toEqual({ n: 2 });
    expect(await answers.answer('q', 'a', work)).toEqual({ n: 3 });
    expect(count.asked).toBe(3);
  });
});
