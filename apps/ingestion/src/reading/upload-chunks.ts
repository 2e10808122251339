import { Injectable } from '@nestjs/common';
import { GetUploadChunk } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import type { HeldUpload } from './upload-queue.js';

/** The file can't be read to its end, however often one tries. */
export class UnreadableUpload extends Error {
  override readonly name = 'UnreadableUpload';
}

export interface UploadChunk {
  index: number;
  /** Place of its first byte in the file. */
  start: number;
  bytes: Buffer;
}

/** Asked for before they are needed, so that reading does not wait for each. */
const AHEAD = 4;

/** An upload's file, chunk by chunk, from the gateway. */
@Injectable()
export class UploadChunks {
  constructor(private readonly requests: Requests) {}

  async *from(upload: HeldUpload, signal: AbortSignal): AsyncGenerator<UploadChunk> {
    let index = upload.checkpoint?.chunk ?? 0;
    let start = upload.checkpoint?.chunkStart ?? 0;
    const waiting: Promise<Buffer>[] = [];
    for (let next = index; index < upload.chunks; index++) {
      while (next < upload.chunks && waiting.length < AHEAD) {
        const chunk = this.fetch(upload, next++);
        // One that fails behind another is noticed when its turn comes, if it comes.
        chunk.catch(() => undefined);
        waiting.push(chunk);
      }
      const bytes = await orAborted(waiting.shift() ?? this.fetch(upload, index), signal);
      yield { index, start, bytes };
      start += bytes.length;
    }
  }

  private async fetch({ organization, uploadId }: HeldUpload, index: number): Promise<Buffer> {
    const { data } = await this.requests.ask(GetUploadChunk, { organization, upload_id: uploadId, index });
    if (data === null) throw new UnreadableUpload(`part ${index} of the file is not there any more`);
    return Buffer.from(data, 'base64');
  }
}

/** Rejects with the signal's reason as soon as that is given. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
