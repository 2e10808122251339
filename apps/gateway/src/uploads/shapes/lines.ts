import { refuseFile } from './refuse-file.js';

const NEWLINE = 0x0a;
/** A whole conversation with all its messages; larger ones no export has on one line. */
const LONGEST_LINE = 16 * 1024 * 1024;

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** Lines with something in them. */
export async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [number, held, waiting] = [0, 0, [] as Buffer[]];
  const line = (end: Buffer): Line => {
    const whole = waiting.length === 0 ? end : Buffer.concat([...waiting, end]);
    [waiting, held] = [[], 0];
    return { number: ++number, text: decoded(decoder, whole, number) };
  };
  for await (const piece of bytes) {
    let from = 0;
    for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, from)) {
      const next = line(piece.subarray(from, at));
      from = at + 1;
      if (next.text.trim() !== '') yield next;
    }
    // The sender's buffer may be used again.
    waiting.push(Buffer.from(piece.subarray(from)));
    held += piece.length - from;
    if (held > LONGEST_LINE)
      throw refuseFile(
        'line_too_long',
        `Line ${String(number + 1)} is longer than 16 MiB.`,
        'One message, or one conversation, stands on a line.',
      );
  }
  const last = line(Buffer.alloc(0));
  if (last.text.trim() !== '') yield last;
}

function decoded(decoder: InstanceType<typeof TextDecoder>, bytes: Buffer, number: number): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw notUtf8(number);
  }
}

export const notUtf8 = (line: number): Error =>
  refuseFile('not_utf8', `Line ${String(line)} is not UTF-8.`, 'Save the file as UTF-8 and upload it again.');

export function jsonOf({ number, text }: Line): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuseFile('syntax', `Line ${String(number)} is not JSON.`, 'Each line is one JSON document.');
  }
}
