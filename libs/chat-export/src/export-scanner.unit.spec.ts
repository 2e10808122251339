import { describe, expect, it } from 'vitest';
import { ExportRefused, ExportScanner, MAX_MESSAGE_BYTES } from './index.js';

const scan = (text: string | Uint8Array) => {
  const scanner = new ExportScanner();
  scanner.write(typeof text === 'string' ? Buffer.from(text) : text);
  return scanner.end();
};

const refusal = (text: string | Uint8Array): ExportRefused => {
  try {
    scan(text);
  } catch (error) {
    if (error instanceof ExportRefused) return error;
    throw error;
  }
  throw new Error('was accepted');
};

const hi = '{"MESSAGE":"hi"}';

describe('accepted shapes', () => {
  it('takes a map of chat id to messages', () => {
    expect(scan(`{"a":[${hi},${hi}],"b":[${hi}]}`)).toEqual({ shape: 'map', messages: 3, lists: 2 });
  });

  it('takes a flat array', () => {
    expect(scan(`[${hi}]`)).toEqual({ shape: 'list', messages: 1, lists: 1 });
  });

  it('takes one key that holds a flat array, told from a map by chat ids that differ from the key', () => {
    const row = '{"FB_CHAT_ID":"c1","MESSAGE":"hi"}';
    expect(scan(`{"rows":[${hi},${row}]}`).shape).toBe('table');
    expect(scan(`{"c1":[${row}]}`).shape).toBe('map');
    expect(scan(`{"c1":[${hi}]}`).shape).toBe('map');
  });

  it('takes chats without messages', () => {
    expect(scan('{"a":[]}')).toEqual({ shape: 'map', messages: 0, lists: 1 });
  });

  it('counts elements that are no messages and both lists of a doubled key', () => {
    expect(scan(`{"a":[${hi},1,null,"x",[]],"a":[{}]}`)).toEqual({ shape: 'map', messages: 6, lists: 2 });
  });

  it.each(['\uFEFF', '\n\n  ', 'SELECT * FROM messages;\n', ")]}'\n", 'Ünïcode …'])(
    'skips what stands before the first bracket: %j',
    (preamble) => {
      expect(scan(`${preamble}[${hi}]`).messages).toBe(1);
    },
  );

  it('takes nesting up to 64 brackets and no more', () => {
    const nested = (depth: number) => `[{"MESSAGE":${'['.repeat(depth - 2)}${']'.repeat(depth - 2)}}]`;
    expect(scan(nested(64)).messages).toBe(1);
    expect(refusal(nested(65))).toMatchObject({ code: 'too_deep', byteOffset: 74 });
  });

  it('takes a message of any size without holding it', () => {
    expect(scan(`[${hi},{"MESSAGE":"${'x'.repeat(MAX_MESSAGE_BYTES)}"}]`).messages).toBe(2);
  });
});

describe('refusals', () => {
  it.each([
    ['', 'empty', 0],
    ['  \n ', 'empty', 4],
    ['\uFEFF', 'empty', 3],
    ['null', 'not_json', 4],
    ['hello, world', 'not_json', 12],
    ['PK\u0003\u0004', 'not_json', 2],
    ['[]', 'unknown_shape', 0],
    ['{}', 'unknown_shape', 0],
    ['[1,2]', 'unknown_shape', 0],
    ['[{"foo":1}]', 'unknown_shape', 0],
    ['{"a":null}', 'unknown_shape', 5],
    ['{"a":[],"b":{}}', 'unknown_shape', 12],
    [`[${hi}`, 'cut_off', 17],
    ['[{"MESSAGE":"h', 'cut_off', 14],
    ['[{"MESSAGE":tr', 'cut_off', 14],
    [`[${hi}] x`, 'trailing_data', 19],
    [`[${hi}][]`, 'trailing_data', 18],
    [`[${hi},]`, 'syntax', 18],
    [`[${hi}}`, 'syntax', 17],
    ['[01]', 'syntax', 2],
    ['[-]', 'syntax', 2],
    ['[1.]', 'syntax', 3],
    ['[1e+]', 'syntax', 4],
    ['[tru]', 'syntax', 4],
    ['["\\x"]', 'syntax', 3],
    ['["\\u12g4"]', 'syntax', 6],
    ['["a\nb"]', 'control_character', 3],
    ["['a']", 'syntax', 1],
  ])('%j is refused as %s at byte %i', (text, code, byteOffset) => {
    expect(refusal(text)).toMatchObject({ code, byteOffset });
  });

  it.each([
    ['a lone continuation byte', '80'],
    ['an overlong form', 'c0af'],
    ['an overlong form of three bytes', 'e08080'],
    ['a CESU-8 surrogate', 'eda080'],
    ['an overlong form of four bytes', 'f08080af'],
    ['a code point above U+10FFFF', 'f4908080'],
    ['a byte that never occurs', 'ff'],
    ['a character cut short by the quote', 'e282'],
  ])('%s is refused', (_what, hex) => {
    const body = Buffer.concat([Buffer.from('["'), Buffer.from(hex, 'hex'), Buffer.from('"]')]);
    expect(refusal(body).code).toBe('not_utf8');
  });

  it('refuses UTF-16 and says what to do', () => {
    expect(refusal(Buffer.from('\uFEFF[]', 'utf16le'))).toMatchObject({ code: 'not_utf8', byteOffset: 0 });
  });

  it('names byte and line, and never quotes the file', () => {
    const error = refusal('[\n{"MESSAGE": "secret"\n "DIRECTION": 1}]');
    expect(error).toMatchObject({ code: 'syntax', byteOffset: 24, line: 3 });
    expect(error.message).toBe('expected `,` or a closing bracket, found `"` (byte 24, line 3)');
    expect(error.hint).not.toBe('');
  });

  it('gives up on a file without a bracket early', () => {
    const scanner = new ExportScanner();
    expect(() => scanner.write(Buffer.alloc(100_000, 'x'))).toThrow('in the first 65536 bytes');
  });

  it('refuses a chat id without end', () => {
    expect(refusal(`{"${'x'.repeat(70_000)}":[]}`).code).toBe('unknown_shape');
  });
});
