import { expect, it } from 'vitest';
import { answersIn } from './answers';

/** `c` and `a` for customer and agent, a minute apart. */
const chat = (written: string) =>
  [...written].map((who, minute) => ({
    message_id: `${who}${minute}`,
    sent_at: new Date(minute * 60_000).toISOString(),
    direction: who === 'c' ? ('to_company' as const) : ('to_client' as const),
  }));
const pairs = (written: string, fromTheStart = true) =>
  answersIn(chat(written), fromTheStart).map(({ asked, answered, seconds }) => [asked, answered, seconds]);

it('pairs the first message of each customer turn with the message that answered it', () => {
  expect(pairs('accaaca')).toEqual([
    ['c1', 'a3', 120],
    ['c5', 'a6', 60],
  ]);
});

it('has no pair where nobody answered, and none where a turn may have begun earlier', () => {
  expect(pairs('cc')).toEqual([]);
  expect(pairs('')).toEqual([]);
  expect(pairs('ccaca', false)).toEqual([['c3', 'a4', 60]]);
});
