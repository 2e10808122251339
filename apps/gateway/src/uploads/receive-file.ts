import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { ExportRefused, ExportScanner } from '@powerpulse/chat-export';
import { UPLOAD_CHUNK_BYTES } from '@powerpulse/contracts';
import { HttpProblem } from '../http/problem.js';
import { brokenForm } from './broken-form.js';
import { foreignFormat } from './domain/file-signature.js';
import { asExport, type ShapeOptions } from './shapes/file-shapes.js';
import { unpacked } from './shapes/unpacked.js';

export interface ReceivedFile {
  readonly bytes: number;
  /** SHA-256, hex. */
  readonly contentHash: string;
  readonly chunks: number;
}

export type StoreChunk = (index: number, data: Uint8Array) => Promise<void>;

/**
 * Scans, hashes and stores a file while it streams in. One chunk is held at a time, and the next bytes are read only when
 * it is stored: however large the file and however slow the database, memory stays the same.
 */
export async function receiveFile(
  stream: Readable,
  options: ShapeOptions,
  maxBytes: number,
  store: StoreChunk,
): Promise<ReceivedFile> {
  const scanner = new ExportScanner();
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(UPLOAD_CHUNK_BYTES);
  let filled = 0;
  let bytes = 0;
  let chunks = 0;
  for await (const piece of asExport(checked(unpacked(fromSender(stream)), maxBytes), options)) {
    bytes += piece.length;
    scan(() => scanner.write(piece));
    hash.update(piece);
    for (let at = 0; at < piece.length;) {
      const copied = piece.copy(chunk, filled, at);
      filled += copied;
      at += copied;
      if (filled === chunk.length) {
        await store(chunks++, chunk);
        filled = 0;
      }
    }
  }
  scan(() => scanner.end());
  if (filled > 0) await store(chunks++, chunk.subarray(0, filled));
  return { bytes, contentHash: hash.digest('hex'), chunks };
}

/** What fails while reading is the sender's: it hung up, or the form around the file is broken. */
async function* fromSender(stream: Readable): AsyncGenerator<Buffer> {
  try {
    yield* stream as AsyncIterable<Buffer>;
  } catch (error) {
    throw brokenForm(error);
  }
}

/** Unpacked, but not yet read: within the limit, and no other kind of file by its first bytes. */
async function* checked(unpackedBytes: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of unpackedBytes) {
    if (bytes === 0) refuseForeign(piece);
    bytes += piece.length;
    if (bytes > maxBytes) {
      throw new HttpProblem('content-too-large', `The file is larger than ${String(maxBytes)} bytes.`);
    }
    yield piece;
  }
}

function refuseForeign(start: Buffer): void {
  const format = foreignFormat(start);
  if (format !== null) {
    throw new HttpProblem('unsupported-media-type', `The file is ${format}, not text in UTF-8.`, {
      byte_offset: 0,
      hint: 'Unpack or convert it first: JSON, NDJSON and CSV are accepted, each also packed as gzip.',
    });
  }
}

function scan<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof ExportRefused)) throw error;
    throw new HttpProblem('upload-refused', error.message, {
      byte_offset: error.byteOffset,
      hint: error.hint,
      errors: [{ path: 'file', message: error.code }],
    });
  }
}
