import { expect, it } from 'vitest';
import { duration, oneLine } from './drawing.js';
import type { LowDay, Metrics, Progress } from './gateway-client.js';
import { summary } from './summary.js';

const metrics: Metrics = {
  csi: 61.44,
  resolution_quality: 54.2,
  customer_ease: 70.05,
  service_timeliness: 48,
  interaction_quality: null,
  sentiment: 5.6,
  csat_percentage: 42.4,
  fcr_percentage: 38,
  avg_response_time: 12.34,
  sentiment_distribution: { positive: 0.25, neutral: 0.5, negative: 0.25 },
  topic_frequency: [
    { topic: 'billing', frequency: 40 },
    { topic: 'api keys', frequency: 10 },
  ],
  sample_count: 230,
  scored_days: 1_230,
  unscored_days: 10,
  outbound_days: 4,
  scorers: [{ scorer: 'local/lexical@1', days: 1_230 }],
  pillar_weights: { effectiveness: 0.35, effort: 0.25, efficiency: 0.25, empathy: 0.15 },
  time_zone: 'UTC',
};
const progress: Progress = {
  upload_id: 'u',
  status: 'completed',
  progress_percentage: 100,
  current_stage: 'done',
  processed_conversations: 230,
  total_conversations: 230,
  processed_days: 1_244,
  total_days: 1_244,
  details: null,
  statistics: {
    messages_kept: 3_190,
    filtered_autoresponses: 5,
    rejected_messages: 1,
    duplicate_messages: 0,
  },
  errors: [],
};
const lowest: LowDay[] = [
  {
    chat_id: 'chat\n1',
    analysis_date: '2019-09-05',
    csi_score: 7.25,
    evidence: { reason: 'Asked three times,\nnobody answered.' },
  },
  { chat_id: 'chat-2', analysis_date: '2019-09-06', csi_score: 9, evidence: null },
];
const dates = [
  { date: '2019-09-04', messages: 0 },
  { date: '2019-09-05', messages: 10 },
  { date: '2019-09-07', messages: 3 },
];
const text = summary({ file: 'stripe-irc.json', metrics, dates, lowest, progress });

it('begins with the index and its four pillars, with their weights', () => {
  expect(text).toMatch(/CUSTOMER SATISFACTION +61\.4 .*of 100, mean of 1,230 days/);
  expect(text).toMatch(/Resolution quality +54\.2 .*weight 35 %/);
  expect(text).toMatch(/Customer ease +70\.0 .*weight 25 %/);
  expect(text).toMatch(/Interaction quality +– .*weight 15 %/);
});

it('says what it is made of', () => {
  expect(text).toContain('230 conversations, 3,190 messages kept, 2019-09-05 to 2019-09-07 (UTC)');
  expect(text).toContain(
    '99 %: 1,230 of 1,240 conversation-days scored, 10 not; 4 without a customer message',
  );
  expect(text).toContain('5.6 of 10: 25 % positive, 50 % neutral, 25 % negative');
  expect(text).toContain('local/lexical@1 (1,230 days)');
  expect(text).toContain('5 automatic answers left out, 1 message rejected');
  expect(text).not.toContain('known already');
});

it('shows the lowest days with the first line of their reason, outside text on one line', () => {
  expect(text).toContain('The two lowest days');
  expect(text).toMatch(/ 7\.[23] {2}2019-09-05 {2}chat 1\n +Asked three times, nobody answered\./);
  expect(text).toMatch(/ 9\.0 {2}2019-09-06 {2}chat-2\n +no reason given/);
});

it('shows dashes, never zeros, where nothing was measured', () => {
  const none = { positive: null, neutral: null, negative: null };
  const empty = {
    ...metrics,
    csi: null,
    csat_percentage: null,
    avg_response_time: null,
    sentiment_distribution: none,
  };
  const nothing = {
    ...empty,
    scored_days: 0,
    unscored_days: 0,
    outbound_days: 0,
    topic_frequency: [],
    scorers: [],
  };
  const shown = summary({ file: 'x', metrics: nothing, dates: [], lowest: [], progress });
  expect(shown).toMatch(/CUSTOMER SATISFACTION +– .*mean of 0 days/);
  expect(shown).toContain('Coverage      –: 0 of 0 conversation-days');
  expect(shown).toContain('– positive');
  expect(shown).toContain('No day could be scored.');
});

it('keeps what comes from outside on one line of bounded length', () => {
  expect(oneLine('a\u001b[31m\tb\r\nc', 80)).toBe('a [31m b c');
  expect(oneLine('é'.repeat(10), 5)).toBe('éééé…');
});

it('says times as people do', () => {
  expect([null, 0.5, 12.34, 119.9, 938.9, 5_000].map(duration)).toEqual([
    '–',
    '30 seconds',
    '12.3 minutes',
    '119.9 minutes',
    '15.6 hours',
    '3.5 days',
  ]);
});
