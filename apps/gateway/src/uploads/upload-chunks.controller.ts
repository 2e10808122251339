import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { GetUploadChunk, type ReplyOf, type RequestOf } from '@powerpulse/contracts';
import { Answers } from '@powerpulse/messaging';
import { UploadStore } from './upload-store.js';

/** Over NATS: how ingestion reads a file. */
@Controller()
export class UploadChunksController {
  constructor(private readonly store: UploadStore) {}

  @Answers(GetUploadChunk)
  async chunk(
    @Payload() { organization, upload_id, index }: RequestOf<typeof GetUploadChunk>,
  ): Promise<ReplyOf<typeof GetUploadChunk>> {
    const data = await this.store.chunk({ organization, uploadId: upload_id }, index);
    return { data: data?.toString('base64') ?? null };
  }
}
