import { badInputs, bytesOf } from '@powerpulse/testing';
import { describe, expect, it } from 'vitest';
import { ExportRefused, ExportScanner } from './index.js';

/**
 * Bodies of test/data/bad-inputs.json. The other cases of these groups change one field of a message: they run in
 * apps/ingestion/src/domain, where messages are judged. Listed here are the ones that are no body of bytes.
 */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'STR-001': 'built below in the grouped shape',
  'STR-002': 'built below in the grouped shape',
  'STR-003': 'a chat id can only be missing in a flat array: judged per message, see apps/ingestion',
  'STR-007': 'a field of a message, see apps/ingestion',
  'STR-008': 'a field of a message, see apps/ingestion',
  'STR-009': 'a field of a message, see apps/ingestion',
  'STR-010': 'a field of a message, see apps/ingestion',
  'STR-011': 'a field of a message, see apps/ingestion',
  'STR-014': 'unknown keys are ignored by design, see docs/uploading.md and apps/ingestion',
  'STR-015': 'an unknown key, ignored: nothing a file says becomes a score',
  'STR-016': 'an unknown key, ignored: nothing a file says becomes a server field',
  'STR-017': 'built below',
  'STR-018': 'one element of a list, see apps/ingestion',
  'STR-019': 'one bad message among good ones, see apps/ingestion',
  'STR-020': 'an unknown key, ignored whatever it holds (nesting is bounded)',
  'STR-022': 'messages carry no customer e-mail; names are normalised, see apps/ingestion',
  'STR-025': 'messages refer to no other message: reply_to is an unknown key',
  'TIM-055': 'order of messages, see apps/ingestion',
  'TIM-056': 'order of messages, see apps/ingestion',
  'TIM-058': 'days, see apps/day-splitting',
  'TIM-059': 'days, see apps/day-splitting',
  'NUM-006': 'built below',
  'NUM-008': 'built below',
  'NUM-009': 'a load scenario of the whole system',
};

const GROUPS = ['json-syntax', 'encoding-unicode', 'structure', 'timestamps', 'numbers-size'];
const bodies = badInputs(...GROUPS).filter((badInput) => badInput.via === 'upload.body');

const accepted = (bytes: Uint8Array): boolean => {
  const scanner = new ExportScanner();
  try {
    scanner.write(bytes);
    scanner.end();
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(ExportRefused);
    return false;
  }
};

describe('bodies of bad-inputs.json', () => {
  it.each(bodies.filter(({ id }) => !(id in ELSEWHERE)).map((badInput) => [badInput.id, badInput] as const))(
    '%s',
    (_id, { input, expect: expected }) => {
      expect(accepted(bytesOf(input))).toBe(expected.outcome !== 'reject');
    },
  );

  it('lists only cases that exist', () => {
    const known = new Set(badInputs(...GROUPS).map(({ id }) => id));
    expect(Object.keys(ELSEWHERE).filter((id) => !known.has(id))).toEqual([]);
  });

  it.each([
    ['STR-001: a conversation without messages is accepted, there is nothing to do', '{"chat-1":[]}', true],
    ['STR-002: messages null', '{"chat-1":null}', false],
    ['STR-017: nothing in the list is a message', '{"conversations":[1,"a",null,[],{}]}', false],
    ['NUM-008: zero conversations', '{}', false],
  ])('%s', (_id, body, expected) => {
    expect(accepted(Buffer.from(body))).toBe(expected);
  });

  it('NUM-006: 10,000 messages in one conversation', () => {
    expect(accepted(Buffer.from(`{"chat-1":[${Array(10_000).fill('{"MESSAGE":"x"}').join()}]}`))).toBe(true);
  });
});
