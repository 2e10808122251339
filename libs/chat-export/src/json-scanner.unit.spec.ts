import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonScanner, MAX_DEPTH, type Watcher } from './json-scanner.js';
import { ExportRefused } from './refusal.js';

const nobody: Watcher = {
  valueBegins: () => undefined,
  valueEnds: () => undefined,
  keyBegins: () => undefined,
  keyEnds: () => undefined,
};

interface Verdict {
  code: string;
  byteOffset: number;
  line: number;
}

/** Null for a valid document. */
function judge(chunks: readonly Uint8Array[]): Verdict | null {
  const scanner = new JsonScanner(nobody);
  try {
    for (const chunk of chunks) scanner.write(chunk);
    scanner.end();
    return null;
  } catch (error) {
    if (!(error instanceof ExportRefused)) throw error;
    const { code, byteOffset, line } = error;
    return { code, byteOffset, line };
  }
}

function parses(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return true;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return false;
    throw error;
  }
}

const split = (bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] => {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((from, i) => bytes.subarray(from, places[i] ?? bytes.length));
};

const documents = fc
  .oneof(
    fc.array(fc.jsonValue({ maxDepth: 6 })),
    fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
  )
  .chain((value) => fc.constantFrom(undefined, 1, '\t').map((indent) => JSON.stringify(value, null, indent)))
  .map((text) => Buffer.from(text));

/** Bytes that matter to JSON and UTF-8, so that edits hit the rare branches. */
const edits = fc.array(
  fc.record({
    at: fc.nat(),
    drop: fc.integer({ min: 0, max: 2 }),
    put: fc.oneof(
      fc.constantFrom(...'"\\{}[],:0123456789.eE+-utrfnbl \n'.split('').map((c) => Buffer.from(c))),
      fc
        .constantFrom('00', '1f', '7f', '80', 'c3a9', 'eda080', 'f09f9880', 'f4908080', '5c7564383030')
        .map((hex) => Buffer.from(hex, 'hex')),
    ),
  }),
  { maxLength: 3 },
);

const edited = fc.tuple(documents, edits).map(([bytes, changes]) =>
  changes.reduce((now, { at, drop, put }) => {
    // The first bracket stays: what stands before it is skipped, which JSON.parse doesn't do.
    const place = 1 + (at % now.length);
    return Buffer.concat([now.subarray(0, place), put, now.subarray(place + drop)]);
  }, bytes),
);

const deepest = (bytes: Uint8Array): number => {
  let depth = 0;
  let most = 0;
  for (const byte of bytes) {
    if (byte === 0x5b || byte === 0x7b) most = Math.max(most, ++depth);
    if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return most;
};

describe('JsonScanner', () => {
  it('accepts what JSON.parse accepts, and nothing else', () => {
    fc.assert(
      fc.property(edited, (bytes) => {
        fc.pre(deepest(bytes) <= MAX_DEPTH);
        expect(judge([bytes]) === null).toBe(parses(bytes));
      }),
      { numRuns: 5_000 },
    );
  });

  it('gives the same verdict at the same place wherever the document is cut into chunks', () => {
    fc.assert(
      fc.property(edited, fc.array(fc.nat(), { maxLength: 8 }), (bytes, cuts) => {
        expect(judge(split(bytes, cuts))).toEqual(judge([bytes]));
      }),
      { numRuns: 3_000 },
    );
  });

  it('gives the same verdict byte by byte', () => {
    fc.assert(
      fc.property(edited, (bytes) => {
        expect(judge(split(bytes, [...bytes.keys()]))).toEqual(judge([bytes]));
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds every document cut short', () => {
    fc.assert(
      fc.property(documents, fc.nat(), (bytes, cut) => {
        const verdict = judge([bytes.subarray(0, cut % bytes.length)]);
        expect(['cut_off', 'empty']).toContain(verdict?.code);
      }),
      { numRuns: 1_000 },
    );
  });
});
