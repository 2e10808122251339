import { createGunzip } from 'node:zlib';
import { pipeline, Readable } from 'node:stream';
import { HttpProblem } from '../../http/problem.js';
import { refuseFile } from './refuse-file.js';

/** Chats shrink to a tenth, the most repetitive ones to a hundredth. */
const HIGHEST_RATIO = 200;
/** Below that, no ratio does harm. */
const HARMLESS_BYTES = 16 * 1024 * 1024;

const isGzip = (start: Buffer): boolean => start[0] === 0x1f && start[1] === 0x8b;

/** The bytes of the file, unpacked where it is gzip. However much is packed into it, little is held at a time. */
export async function* unpacked(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const pieces = stream[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  while (start.length < 2) {
    const { value, done } = (await pieces.next()) as IteratorResult<Buffer, undefined>;
    if (done === true) break;
    start = Buffer.concat([start, value]);
  }
  const whole = startingWith(start, { [Symbol.asyncIterator]: () => pieces });
  if (isGzip(start)) yield* gunzipped(whole);
  else yield* whole;
}

async function* startingWith(start: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (start.length > 0) yield start;
  yield* rest;
}

async function* gunzipped(packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let [came, gave] = [0, 0];
  let failure: Error | undefined;
  async function* counted(): AsyncGenerator<Buffer> {
    try {
      for await (const piece of packed) {
        came += piece.length;
        yield piece;
      }
    } catch (error) {
      if (error instanceof Error) failure = error;
      throw error;
    }
  }
  const gunzip = createGunzip();
  const source = Readable.from(counted());
  pipeline(source, gunzip, () => undefined);
  try {
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      gave += piece.length;
      if (gave > HARMLESS_BYTES && gave > came * HIGHEST_RATIO) {
        throw new HttpProblem(
          'content-too-large',
          `The file unpacks to more than ${String(HIGHEST_RATIO)} times its size.`,
        );
      }
      yield piece;
    }
  } catch (error) {
    if (failure instanceof Error) throw failure;
    if (error instanceof HttpProblem) throw error;
    throw refuseFile(
      'broken_gzip',
      'The gzip file is cut off or damaged.',
      'Pack or copy it again, completely.',
    );
  } finally {
    source.destroy();
  }
}
