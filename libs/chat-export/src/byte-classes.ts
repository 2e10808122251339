/** What a byte can be outside of strings, numbers and words. */
export const SPACE = 1;
export const QUOTE = 2;
export const OPEN = 3;
export const CLOSE = 4;
export const COMMA = 5;
export const COLON = 6;
export const NUMBER_START = 7;
export const WORD_START = 8;

export const LINE_FEED = 0x0a;
export const DOUBLE_QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const OPEN_ARRAY = 0x5b;
export const OPEN_OBJECT = 0x7b;

function table(entries: Record<string, number>): Uint8Array {
  const classes = new Uint8Array(256);
  for (const [characters, value] of Object.entries(entries)) {
    for (const character of characters) classes[character.charCodeAt(0)] = value;
  }
  return classes;
}

export const STRUCTURE_CLASS = table({
  ' \t\r\n': SPACE,
  '"': QUOTE,
  '[{': OPEN,
  ']}': CLOSE,
  ',': COMMA,
  ':': COLON,
  '-0123456789': NUMBER_START,
  tfn: WORD_START,
});

/** 1 for bytes that may stand in a string as they are: printable ASCII without quote and backslash. */
export const PLAIN_IN_STRING = new Uint8Array(256);
for (let byte = 0x20; byte < 0x80; byte++) PLAIN_IN_STRING[byte] = 1;
PLAIN_IN_STRING[DOUBLE_QUOTE] = 0;
PLAIN_IN_STRING[BACKSLASH] = 0;

/** What may follow a backslash; `u` then wants four hex digits. */
export const ESCAPABLE = table({ '"\\/bfnrtu': 1 });
export const HEX_DIGIT = table({ '0123456789abcdefABCDEF': 1 });

/** The words of JSON by their first byte. */
export const WORDS: ReadonlyMap<number, Uint8Array> = new Map(
  ['true', 'false', 'null'].map((word) => [word.charCodeAt(0), new TextEncoder().encode(word)]),
);
