import { badInputs, fieldValueOf } from '@powerpulse/testing';
import { describe, expect, it } from 'vitest';
import { type Message, normaliseMessage } from './normalise-message.js';
import { REJECT_REASONS } from './reject-reasons.js';

/** Fields of single messages in test/data/bad-inputs.json. Its bodies run in libs/chat-export. */
const NOW = Date.parse('2026-11-20T12:00:00Z');
const RULES = { now: NOW, autoResponsePatterns: ['*977#'] };

const FIELDS: Readonly<Record<string, string>> = {
  'upload.field.message_text': 'MESSAGE_CONTENT',
  'upload.field.conversation_id': 'FB_CHAT_ID',
  'upload.field.sent_at': 'SOCIAL_CREATE_TIME',
};

/** `accept-normalized` leaves the choice. These are refused by a stated rule, all others are kept. */
const REFUSED_BY_RULE: Readonly<Record<string, string>> = {
  'TIM-014': 'time_leap_second',
  'ENC-036': 'chat_id_too_long',
  'ENC-038': 'chat_id_missing',
};

const NOT_HERE: Readonly<Record<string, string>> = {
  'NUM-010': 'page_size of HTTP queries: the gateway',
  'NUM-011': 'page_size of HTTP queries: the gateway',
  'NUM-012': 'page_size of HTTP queries: the gateway',
  'NUM-013': 'page_size of HTTP queries: the gateway',
  'NUM-014': 'page_size of HTTP queries: the gateway',
  'NUM-015': 'page_size of HTTP queries: the gateway',
  'NUM-016': 'page_size of HTTP queries: the gateway',
  'NUM-017': 'page_size of HTTP queries: the gateway',
  'NUM-020': 'page_size of HTTP queries: the gateway',
  'NUM-021': 'date ranges of HTTP queries: the gateway',
  'NUM-022': 'date ranges of HTTP queries: the gateway',
  'NUM-023': 'settings: the gateway',
  'NUM-024': 'settings: the gateway',
  'NUM-026': 'settings: the gateway',
};

const good = {
  FB_CHAT_ID: 'c1',
  MESSAGE_CONTENT: 'hello',
  DIRECTION: 'to_company',
  SOCIAL_CREATE_TIME: '2026-01-05T10:00:00Z',
};

const read = (changes: object) => normaliseMessage({ ...good, ...changes }, null, RULES);

const all = badInputs('encoding-unicode', 'timestamps', 'numbers-size');
const cases = all.filter(({ via }) => via in FIELDS);

describe('fields of bad-inputs.json', () => {
  it.each(cases.map((badInput) => [badInput.id, badInput] as const))('%s', (id, badInput) => {
    const value = fieldValueOf(badInput.input, NOW);
    const result = read({ [FIELDS[badInput.via] ?? '']: value });
    const reason = 'reason' in result ? result.reason : null;
    const { outcome } = badInput.expect;
    if (outcome === 'reject') expect(reason).toMatch(/^time_/);
    else expect(reason).toBe(outcome === 'accept-normalized' ? (REFUSED_BY_RULE[id] ?? null) : null);
    if (badInput.via === 'upload.field.message_text' && outcome === 'accept') {
      expect((result as Message).text).toBe(value);
    }
  });

  it('runs here, in libs/chat-export, or is listed with who runs it', () => {
    const left = all.filter(({ via, id }) => !(via in FIELDS) && via !== 'upload.body' && !(id in NOT_HERE));
    expect(left.map(({ id, via }) => `${id} ${via}`)).toEqual(['NUM-009 scenario']);
  });

  it.each([
    ['STR-003', { FB_CHAT_ID: undefined }, 'chat_id_missing'],
    ['STR-007', { MESSAGE_CONTENT: ['a', 'b'] }, 'text_not_a_string'],
    ['STR-008', { MESSAGE_CONTENT: { $ne: null } }, 'text_not_a_string'],
    ['STR-009', { MESSAGE_CONTENT: 12_345 }, 'text_not_a_string'],
    ['STR-010', { MESSAGE_CONTENT: true }, 'text_not_a_string'],
    ['STR-011', { DIRECTION: 'root' }, 'direction_unknown'],
  ] as const)('%s', (_id, changes, reason) => {
    expect(read(changes)).toMatchObject({ reason });
    expect(REJECT_REASONS[reason].kind).toBe('rejected');
  });

  it.each([
    ['STR-014', { unknown_field: 1 }],
    ['STR-015', { csi_score: 5 }],
    ['STR-016', { created_by: 'admin' }],
    ['STR-020', { metadata: Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i])) }],
    ['STR-025', { reply_to: 'self' }],
  ])('%s: an unknown key changes nothing', (_id, changes) => {
    expect(read(changes)).toEqual(read({}));
  });

  it('STR-018: a message that is a string', () => {
    expect(normaliseMessage('just a string', 'c1', RULES)).toMatchObject({ reason: 'not_an_object' });
  });
});
