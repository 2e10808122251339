import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dayOf, judged } from '../../../test/day-of.js';
import type { DayTranscript } from '../scorer.js';

const OPENING = [
  'Hi, my parcel has not arrived yet',
  'I can not log in to my account',
  'How do I change my plan?',
  'My invoice shows a wrong amount',
  'The app crashes when I open it',
  'Can I return a pair of shoes?',
];
const CUSTOMER = [
  'The order number is 4711',
  'Yes, that is right',
  'No, I want the other one',
  'I tried that already',
  'It still does not work',
  'Okay',
  'Great, that worked!',
  'Thank you',
  'What about tomorrow?',
  'This is annoying',
  'I have waited for three days',
  'Never mind',
  'Perfect, thanks so much. That is all.',
  'Which form?',
  'Hello? Is anyone there?',
  'I want to speak to a manager',
];
const AGENT = [
  'Could you give me the order number?',
  'I am sorry to hear that',
  'Unfortunately we can not do that',
  'I have refunded the amount',
  'Please try to restart it',
  'Is there anything else I can help with?',
  'You are welcome, have a nice day!',
  'Please send us a direct message',
  'It should be fixed now',
  'Let me check',
  'Your parcel is on its way and arrives on Tuesday',
];
const ANGRY = [
  'This is ridiculous!',
  'I am furious.',
  'What a terrible service!!',
  'You are useless.',
  'WORST SUPPORT EVER',
  'I am sick of this.',
  'This is unacceptable and I am really angry.',
  'Thanks for nothing.',
];
const CALLS = [
  'Please help me.',
  'Can someone help?',
  'I still need help!',
  'Any update?',
  'Is anyone there?',
  'I am still waiting for an answer.',
  'Nobody replied to me.',
  'Please respond.',
];
const THANKS = [
  'Thank you!',
  'Thanks.',
  'Thanks a lot for your help!',
  'Thank you so much.',
  'Cheers, much appreciated!',
  'Perfect, thank you very much!',
];

/** The same days every time. */
const runs = { numRuns: 400, seed: 20_211 };

const from = (pool: readonly string[], who: 'C' | 'A'): fc.Arbitrary<string> =>
  fc.constantFrom(...pool).map((text) => `${who}: ${text}`);
const conversation = fc
  .tuple(from(OPENING, 'C'), fc.array(fc.oneof(from(CUSTOMER, 'C'), from(AGENT, 'A')), { maxLength: 9 }))
  .map(([first, rest]) => [first, ...rest]);
const answers = fc.array(from(AGENT, 'A'), { minLength: 1, maxLength: 3 });
const saying = (pool: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...pool);

/** What the customer's last message becomes when words are added to it. */
function withMore(said: readonly string[], words: string): string[] {
  const last = said.findLastIndex((line) => line.startsWith('C: '));
  return said.map((line, i) => (i === last ? `${line}. ${words}` : line));
}

interface Goodness {
  sentiment: number;
  empathy: number;
  resolution: number;
  effectiveness: number;
  ease: number;
  rating: number;
}

/** Of a day, higher is better; the pillars as they are computed of micro-metrics. */
function goodness(day: DayTranscript): Goodness {
  const { metrics } = judged(day);
  const mean = (...values: (number | null)[]): number => {
    const known = values.filter((value) => value !== null);
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  const shift = metrics.sentiment_shift === null ? null : metrics.sentiment_shift + 5;
  return {
    sentiment: metrics.sentiment_score ?? NaN,
    empathy: mean(metrics.sentiment_score, shift),
    resolution: metrics.resolution_achieved ?? NaN,
    effectiveness: mean(metrics.resolution_achieved, metrics.fcr_score),
    ease: -(metrics.ces ?? NaN),
    rating: metrics.predicted_rating ?? NaN,
  };
}

function expectNotBetter(worse: DayTranscript, better: DayTranscript): void {
  const low = goodness(worse);
  const high = goodness(better);
  for (const name of Object.keys(high) as (keyof Goodness)[]) {
    expect(low[name], name).toBeLessThanOrEqual(high[name] + 1e-9);
  }
}

describe('plain sense', () => {
  it('a day does not get better when its last message becomes angrier', () => {
    fc.assert(
      fc.property(conversation, saying(ANGRY), (said, words) => {
        expectNotBetter(dayOf(...withMore(said, words)), dayOf(...said));
      }),
      runs,
    );
  });

  it('a day does not get better when its last message is shouted, unless it is a kind one', () => {
    const calm = CUSTOMER.filter((text) => !/great|thank|perfect|right|okay/i.test(text));
    fc.assert(
      fc.property(conversation, saying(calm), saying(['!', '!!!', '?!']), (said, words, marks) => {
        const shouted = `C: ${words.toUpperCase()}${marks}`;
        expectNotBetter(dayOf(...said, shouted), dayOf(...said, `C: ${words}${marks.replaceAll('!', '')}`));
      }),
      runs,
    );
  });

  it('a day does not get better when an angry message follows', () => {
    fc.assert(
      fc.property(conversation, saying(ANGRY), (said, words) => {
        expectNotBetter(dayOf(...said, `C: ${words}`), dayOf(...said));
      }),
      runs,
    );
  });

  it('a day does not get better when help is asked for again', () => {
    fc.assert(
      fc.property(conversation, saying(CALLS), fc.boolean(), (said, words, inside) => {
        expectNotBetter(
          dayOf(...(inside ? withMore(said, words) : [...said, `C: ${words}`])),
          dayOf(...said),
        );
      }),
      runs,
    );
  });

  it('a day does not get better when the answer never comes', () => {
    fc.assert(
      fc.property(conversation, from(CUSTOMER, 'C'), answers, (said, last, answer) => {
        expectNotBetter(dayOf(...said, last), dayOf(...said, last, ...answer));
      }),
      runs,
    );
  });

  it('a day does not get worse for thanks', () => {
    fc.assert(
      fc.property(conversation, saying(THANKS), fc.boolean(), (said, words, inside) => {
        expectNotBetter(
          dayOf(...said),
          dayOf(...(inside ? withMore(said, words) : [...said, `C: ${words}`])),
        );
      }),
      runs,
    );
  });

  it('a day without any answer is worse than the same day with them', () => {
    const help = [
      'C: My parcel has not arrived',
      'A: It will be there tomorrow at ten.',
      'C: Will it come to the door?',
      'A: Yes, to the door.',
    ];
    expectNotBetter(dayOf(...help.filter((line) => line.startsWith('C'))), dayOf(...help));
  });
});

interface Sent {
  MESSAGE_CONTENT: string;
  DIRECTION: 'to_company' | 'to_client';
}
const sample = JSON.parse(
  readFileSync(new URL('../../../../../samples/stripe-irc.json', import.meta.url), 'utf8'),
) as Record<string, Sent[]>;
const conversations = Object.values(sample).map((messages) =>
  messages.map(
    ({ DIRECTION, MESSAGE_CONTENT }) => `${DIRECTION === 'to_company' ? 'C' : 'A'}: ${MESSAGE_CONTENT}`,
  ),
);

describe('plain sense on real support chats', () => {
  it.each([
    ['anger', ANGRY],
    ['calls for help', CALLS],
  ])('none gets better by %s', (_, words) => {
    conversations.forEach((said, i) => {
      if (!said.some((line) => /^C: .*[a-z]{3}/i.test(line))) return;
      expectNotBetter(dayOf(...said, `C: ${words[i % words.length] ?? ''}`), dayOf(...said));
    });
  });

  it('none gets worse by thanks', () => {
    conversations.forEach((said, i) => {
      if (!said.some((line) => /^C: .*[a-z]{3}/i.test(line))) return;
      expectNotBetter(dayOf(...said), dayOf(...said, `C: ${THANKS[i % THANKS.length] ?? ''}`));
    });
  });

  it('is the same every time', () => {
    for (const said of conversations.slice(0, 40))
      expect(judged(dayOf(...said))).toEqual(judged(dayOf(...said)));
  });
});
