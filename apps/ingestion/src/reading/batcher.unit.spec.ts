import type { ExportItem } from '@powerpulse/chat-export';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chats } from '../../test/chat-files.js';
import { Batcher, type RawBatch } from './batcher.js';
import type { UploadChunk } from './upload-chunks.js';

const files = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 12 }), fc.boolean())
  .map(([count, messages, flat]) => {
    const map = chats(count, messages);
    return Buffer.from(JSON.stringify(flat ? [{ FB_CHAT_ID: 'x' }, ...Object.values(map).flat()] : map));
  });

const inChunks = (bytes: Buffer, size: number): UploadChunk[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => ({
    index,
    start: index * size,
    bytes: bytes.subarray(index * size, (index + 1) * size),
  }));

function batchesOf(batcher: Batcher, chunks: readonly UploadChunk[]): RawBatch[] {
  return [...chunks.flatMap((chunk) => [...batcher.add(chunk)]), ...batcher.end()];
}

const itemsOf = (batches: readonly RawBatch[]): ExportItem[] => batches.flatMap((batch) => batch.items);

describe('Batcher', () => {
  it('gives the same items in whatever chunks and batches, from the start and from every checkpoint', () => {
    fc.assert(
      fc.property(
        files,
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 1, max: 9 }),
        (bytes, chunkBytes, maxItems) => {
          const chunks = inChunks(bytes, chunkBytes);
          const batches = batchesOf(new Batcher(maxItems, null), chunks);
          const all = itemsOf(batches);
          expect(all).toEqual(itemsOf(batchesOf(new Batcher(1_000, null), inChunks(bytes, bytes.length))));
          for (const [i, { checkpoint }] of batches.entries()) {
            const rest = batchesOf(new Batcher(maxItems, checkpoint), chunks.slice(checkpoint.chunk));
            expect(itemsOf(rest)).toEqual(itemsOf(batches.slice(i + 1)));
          }
        },
      ),
    );
  });

  it('goes on in the chunk where the next message begins', () => {
    const bytes = Buffer.from(`[{"MESSAGE":"a"},{"MESSAGE":"${'b'.repeat(500)}"}]`);
    const batcher = new Batcher(1, null);
    const [first] = inChunks(bytes, 100).flatMap((chunk) => [...batcher.add(chunk)]);
    expect(first?.checkpoint).toMatchObject({ chunk: 0, chunkStart: 0, reader: { byteOffset: 16 } });
  });
});
