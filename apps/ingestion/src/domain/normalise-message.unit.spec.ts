import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Message, normaliseMessage, type NotKept } from './normalise-message.js';
import { REJECT_REASONS } from './reject-reasons.js';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const RULES = { now: NOW, autoResponsePatterns: ['*977#'] };

const good = {
  FB_CHAT_ID: 'c1',
  MESSAGE_CONTENT: 'hello',
  DIRECTION: 'to_client',
  SOCIAL_CREATE_TIME: '2026-01-05T10:00:00Z',
  AGENT_USERNAME: 'ann',
  AGENT_EMAIL: 'Ann@Example.com',
};

const read = (changes: object, listChatId: string | null = null): Message | NotKept =>
  normaliseMessage({ ...good, ...changes }, listChatId, RULES);
const reasonOf = (changes: object, listChatId: string | null = null) => {
  const result = read(changes, listChatId);
  return 'reason' in result ? result.reason : null;
};

describe('a good message', () => {
  it('takes its normal form', () => {
    expect(read({ CUSTOMER_NAME: ' Ada ', extra: 1, csi_score: 5 })).toEqual({
      chatId: 'c1',
      at: Date.parse('2026-01-05T10:00:00Z'),
      direction: 'to_client',
      text: 'hello',
      customerName: 'Ada',
      agentUsername: 'ann',
      agentEmail: 'ann@example.com',
    });
  });

  it.each([
    { fb_chat_id: 'x', message: 'hi', direction: 'to_company', social_create_time: '2026-01-05T10:00:00Z' },
    { FB_ID: 'x', MESSAGE: 'hi', Direction: 'TO_COMPANY', socialCreateTime: '2026-01-05T10:00:00Z' },
    {
      'Chat Id': 'x',
      'message-content': 'hi',
      DIRECTION: 'to company',
      Social_Create_Time: '2026-01-05T10:00:00Z',
    },
    {
      FB_ID: 'row 7',
      FB_CHAT_ID: 'x',
      MESSAGE_CONTENT: 'hi',
      MESSAGE: 'no',
      DIRECTION: ' to-company',
      SOCIAL_CREATE_TIME: '2026-01-05T10:00:00Z',
    },
    {
      FB_CHAT_ID: null,
      FB_ID: 'x',
      MESSAGE_CONTENT: ' ',
      MESSAGE: 'hi',
      DIRECTION: 'to_company',
      SOCIAL_CREATE_TIME: '2026-01-05T10:00:00Z',
    },
    {
      FB_CHAT_ID: 'x',
      message: 'first',
      MESSAGE: 'hi',
      DIRECTION: 'to_company',
      SOCIAL_CREATE_TIME: '2026-01-05T10:00:00Z',
    },
  ])('is found under other spellings of its keys: %j', (value) => {
    expect(normaliseMessage(value, null, RULES)).toMatchObject({
      chatId: 'x',
      text: 'hi',
      direction: 'to_company',
    });
  });

  it('names agents on their own messages only', () => {
    expect(read({ DIRECTION: 'to_company' })).toMatchObject({ agentUsername: null, agentEmail: null });
  });

  it('leaves out names that are no text, and cuts long ones', () => {
    expect(read({ CUSTOMER_NAME: 7, AGENT_USERNAME: ['a'], AGENT_EMAIL: ' ' })).toMatchObject({
      customerName: null,
      agentUsername: null,
      agentEmail: null,
    });
    expect(read({ USERNAME: '😀'.repeat(300) })).toMatchObject({ customerName: '😀'.repeat(200) });
    expect(read({ AGENT_EMAIL: 'a@b\0.c' })).toMatchObject({ agentEmail: 'a@b\uFFFD.c' });
  });
});

describe('chat ids', () => {
  it.each([
    'a/b',
    '../../etc/passwd',
    'a b',
    '😀',
    'constructor',
    '__proto__',
    'tenant.*.>',
    'x'.repeat(300),
    '😀'.repeat(500),
  ])('keeps %s as it is', (id) => {
    expect(read({ FB_CHAT_ID: id })).toMatchObject({ chatId: id });
  });

  it('takes whole numbers that JSON carries exactly', () => {
    expect(read({ FB_CHAT_ID: 9_007_199_254_740_991 })).toMatchObject({ chatId: '9007199254740991' });
    expect(reasonOf({ FB_CHAT_ID: 9_007_199_254_740_993 })).toBe('chat_id_not_text');
    expect(reasonOf({ FB_CHAT_ID: 1.5 })).toBe('chat_id_not_text');
  });

  it("takes the list's key where the message has none, and the message's own where it has one", () => {
    expect(read({ FB_CHAT_ID: undefined }, 'key')).toMatchObject({ chatId: 'key' });
    expect(read({ FB_CHAT_ID: ' ' }, 'key')).toMatchObject({ chatId: 'key' });
    expect(read({ FB_CHAT_ID: 'own' }, 'key')).toMatchObject({ chatId: 'own' });
  });

  it.each([
    [undefined, 'chat_id_missing'],
    [null, 'chat_id_missing'],
    ['', 'chat_id_missing'],
    [' \u00A0\n', 'chat_id_missing'],
    [true, 'chat_id_not_text'],
    [{}, 'chat_id_not_text'],
    ['x'.repeat(501), 'chat_id_too_long'],
    ['😀'.repeat(501), 'chat_id_too_long'],
  ])('refuses %j: %s', (id, reason) => {
    expect(reasonOf({ FB_CHAT_ID: id })).toBe(reason);
  });
});

describe('refusals', () => {
  it.each([
    [{ MESSAGE_CONTENT: undefined }, 'text_missing'],
    [{ MESSAGE_CONTENT: null }, 'text_missing'],
    [{ MESSAGE_CONTENT: '  \n' }, 'text_missing'],
    [{ MESSAGE_CONTENT: 5 }, 'text_not_a_string'],
    [{ MESSAGE_CONTENT: 'x'.repeat(65_537) }, 'text_too_long'],
    [{ DIRECTION: undefined }, 'direction_missing'],
    [{ DIRECTION: '' }, 'direction_missing'],
    [{ DIRECTION: 'inbound' }, 'direction_unknown'],
    [{ DIRECTION: 1 }, 'direction_unknown'],
    [{ SOCIAL_CREATE_TIME: undefined }, 'time_missing'],
    [{ MESSAGE_CONTENT: 'please dial *977# now' }, 'auto_response'],
  ])('%j: %s', (changes, reason) => {
    expect(read(changes)).toEqual({ reason, chatId: 'c1' });
  });

  it.each([[null], [1], ['text'], [[]], [true]])('%j is no message', (value) => {
    expect(normaliseMessage(value, 'key', RULES)).toEqual({ reason: 'not_an_object', chatId: 'key' });
    expect(normaliseMessage(value, null, RULES)).toEqual({ reason: 'not_an_object', chatId: null });
  });
});

describe('any value', () => {
  it('is either kept in a storable form or refused with a reason', () => {
    const field = fc.oneof(
      fc.jsonValue(),
      fc.string({ unit: 'binary' }),
      fc.constant('2026-01-05T10:00:00Z'),
      fc.constantFrom('to_client', 'to_company'),
    );
    const message = fc.record(
      {
        FB_CHAT_ID: field,
        MESSAGE: field,
        DIRECTION: field,
        SOCIAL_CREATE_TIME: field,
        CUSTOMER_NAME: field,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), message), fc.option(fc.string()), (value, key) => {
        const result = normaliseMessage(value, key, RULES);
        if ('reason' in result) return result.reason in REJECT_REASONS;
        const texts = [result.chatId, result.text, result.customerName ?? ''];
        return texts.every((text) => text.isWellFormed() && !text.includes('\0')) && result.at > 0;
      }),
      { numRuns: 2_000 },
    );
  });
});
