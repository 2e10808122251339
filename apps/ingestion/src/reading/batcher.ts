import { type ExportItem, ExportReader } from '@powerpulse/chat-export';
import type { UploadChunk } from './upload-chunks.js';
import type { UploadCheckpoint } from './upload-queue.js';

/** Items and the place up to which the file is read with them. */
export interface RawBatch {
  items: ExportItem[];
  checkpoint: UploadCheckpoint;
}

/** Chunks go to the reader in pieces of this size, so that a batch ends soon after it is full. */
const PIECE_BYTES = 64 * 1024;
const MAX_BATCH_BYTES = 2 * 1024 * 1024;

/** Cuts the items of a file into batches that each fit into one transaction. */
export class Batcher {
  private readonly reader: ExportReader;
  private items: ExportItem[] = [];
  private bytes = 0;
  /** Chunks in which the next message may begin. */
  private chunks: { index: number; start: number; end: number }[] = [];

  constructor(
    private readonly maxItems: number,
    private readonly from: UploadCheckpoint | null,
  ) {
    this.reader = new ExportReader(from?.reader);
  }

  *add({ index, start, bytes }: UploadChunk): Generator<RawBatch> {
    this.chunks.push({ index, start, end: start + bytes.length });
    // The first chunk may begin before the place at which reading goes on.
    const resumeAt = this.from?.reader.byteOffset ?? 0;
    for (let at = Math.max(0, resumeAt - start); at < bytes.length; at += PIECE_BYTES) {
      const piece = bytes.subarray(at, at + PIECE_BYTES);
      for (const item of this.reader.read(piece)) this.items.push(item);
      this.bytes += piece.length;
      const isFull = this.items.length >= this.maxItems || this.bytes >= MAX_BATCH_BYTES;
      if (isFull && this.items.length > 0) yield this.take();
    }
  }

  /** The file is over: what is left. Throws where it is not complete. */
  *end(): Generator<RawBatch> {
    if (this.items.length > 0) yield this.take();
    this.reader.end();
  }

  private take(): RawBatch {
    const { checkpoint: reader } = this.reader;
    if (reader === null) throw new Error('a batch without items');
    const items = this.items;
    this.items = [];
    this.bytes = 0;
    this.chunks = this.chunks.filter(
      (chunk) => chunk.end > reader.byteOffset || chunk === this.chunks.at(-1),
    );
    const first = this.chunks[0];
    return { items, checkpoint: { chunk: first?.index ?? 0, chunkStart: first?.start ?? 0, reader } };
  }
}
