import { describe, expect, it } from 'vitest';
import { dayOf, judged } from '../../../test/day-of.js';
import type { DayTranscript } from '../scorer.js';
import { judgeDay, messageSentiment } from './index.js';

const helped = dayOf(
  'C: Hi, my invoice shows the wrong amount, can you check it?',
  'A: I have corrected the invoice, the new one should now be in your inbox.',
  'C: Got it, that worked. Thank you so much, great help!',
);
const letDown = dayOf(
  'C: My parcel has not arrived. Where is it?',
  'A: Please contact the courier.',
  'C: I already told you they do not answer. This is ridiculous, I want to speak to a manager!',
);

describe('judging a day by its wording', () => {
  it('tells a day that went well from one that did not', () => {
    const good = judged(helped).metrics;
    const bad = judged(letDown).metrics;
    expect(good.resolution_achieved).toBeGreaterThan(7);
    expect(bad.resolution_achieved).toBeLessThan(3);
    expect(good.ces).toBeLessThan(bad.ces ?? 0);
    expect(good.sentiment_score).toBeGreaterThan(bad.sentiment_score ?? 10);
    expect(good.predicted_rating).toBeGreaterThan(bad.predicted_rating ?? 5);
    expect([good.outcome, bad.outcome]).toEqual(['resolved', 'escalated']);
  });

  it('names topics from a controlled list', () => {
    expect(judged(helped).metrics.topics).toEqual([{ slug: 'billing', label: 'Billing' }]);
    expect(judged(letDown).metrics.topics.map((topic) => topic.slug)).toContain('delivery');
  });

  it('quotes spans that exist, and gives a reason without words of the transcript', () => {
    for (const day of [helped, letDown]) {
      const { quotes, reason } = judged(day);
      expect(quotes.length).toBeGreaterThan(2);
      for (const { messageId, start, length } of quotes) {
        const text = day.messages.find((message) => message.messageId === messageId)?.text ?? '';
        expect(text.slice(start, start + length)).toHaveLength(length);
      }
      expect(reason).toMatch(/^The (customer|agent)\b.*\.$/);
    }
  });

  it('counts a return on the same issue against first contact resolution', () => {
    const back: DayTranscript = {
      ...helped,
      earlierDays: [
        {
          date: '2026-03-01',
          messages: 2,
          customerMessages: 1,
          firstCustomerText: 'wrong invoice',
        },
      ],
    };
    expect(judged(back).metrics.fcr_score).toBeLessThan(judged(helped).metrics.fcr_score ?? 0);
  });

  it('leaves unscored what it can not read, and says why', () => {
    const spanish = dayOf(
      'C: Hola, no puedo entrar en mi cuenta desde hace dos días, ¿me pueden ayudar por favor?',
    );
    expect(judgeDay(spanish)).toMatchObject({
      kind: 'unscored',
      reason: 'unknown_language',
    });
    expect(judgeDay(dayOf('C: Здравствуйте, где моя посылка?'))).toMatchObject({
      reason: 'unknown_language',
    });
    expect(judgeDay(dayOf('C: ...', 'A: Hello?'))).toMatchObject({
      kind: 'unscored',
      reason: 'no_text',
    });
  });

  it('gives null with a reason, not a middle value, where there is too little text', () => {
    const { metrics, nullReasons } = judged(dayOf('C: ok'));
    expect(metrics.ces).toBeNull();
    expect(metrics.resolution_achieved).toBeNull();
    expect(Object.keys(nullReasons)).toContain('ces');
  });
});

describe('tone of one message', () => {
  it('reads praise, anger, mock thanks and denied solutions', () => {
    expect(messageSentiment('Thanks, that was really helpful!')).toBeGreaterThan(0.3);
    expect(messageSentiment('This is the worst service ever')).toBeLessThan(-0.5);
    expect(messageSentiment('Thanks for nothing')).toBeLessThan(0);
    expect(messageSentiment('It is still not working')).toBeLessThan(0);
    expect(messageSentiment('My order number is 4711')).toBe(0);
  });

  it('is null where there is nothing to read', () => {
    expect(messageSentiment('')).toBeNull();
    expect(messageSentiment('?!')).toBeNull();
    expect(messageSentiment('お世話になっております')).toBeNull();
  });
});
