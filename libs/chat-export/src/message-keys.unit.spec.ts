import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MESSAGE_KEYS, messageFields, ownChatId, spelledKey } from './message-keys.js';
import { REFUSAL_HINTS } from './refusal.js';

const GUIDE = readFileSync(new URL('../../../docs/uploading.md', import.meta.url), 'utf8');

describe('keys of a message', () => {
  it('stand in docs/uploading.md, each part in one row', () => {
    for (const keys of Object.values(MESSAGE_KEYS)) {
      expect(GUIDE).toContain(keys.map((key) => `\`${key}\``).join(', '));
    }
  });

  it('are found in any spelling', () => {
    expect(messageFields({ 'fb chat-id': 1, messageContent: 2, Direction: 3, extra: 4 })).toMatchObject({
      chatId: 1,
      text: 2,
      direction: 3,
      time: undefined,
    });
    expect(messageFields({ extra: 1, MESSAGES: 2 })).toBeNull();
  });

  it('give the first alias that holds something', () => {
    expect(messageFields({ MESSAGE: 'b', MESSAGE_CONTENT: 'a' })?.text).toBe('a');
    expect(messageFields({ MESSAGE_CONTENT: ' ', MESSAGE: 'b' })?.text).toBe('b');
    expect(messageFields({ MESSAGE_CONTENT: null, MESSAGE: '' })?.text).toBeNull();
    expect(messageFields({ MESSAGE_CONTENT: 0, MESSAGE: 'b' })?.text).toBe(0);
  });

  it('are named in reports as the file spells them', () => {
    expect(spelledKey({ social_create_time: 1 }, 'time')).toBe('social_create_time');
    expect(spelledKey({}, 'time')).toBe('SOCIAL_CREATE_TIME');
  });

  it('give a chat id that is text or an exact whole number', () => {
    expect(['a', 7, ' ', 1.5, 2 ** 53, null].map((id) => ownChatId({ FB_CHAT_ID: id }))).toEqual([
      'a',
      '7',
      null,
      null,
      null,
      null,
    ]);
    expect(ownChatId(['a'])).toBeNull();
  });
});

describe('refusals', () => {
  it('stand in docs/uploading.md', () => {
    for (const code of Object.keys(REFUSAL_HINTS)) expect(GUIDE).toContain(`\`${code}\``);
  });
});
