import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { createLogger, traceBegan } from '@powerpulse/runtime';
import { GATEWAY_CONFIG, type GatewayConfig } from '../config.js';
import { AcceptUpload, type Accepted } from './accept-upload.js';
import { receiveFile, type ReceivedFile } from './receive-file.js';
import type { ShapeOptions } from './shapes/file-shapes.js';
import { UploadSlots } from './upload-slots.js';
import { UploadTurns } from './upload-turns.js';
import { UploadStore, type UploadKey } from './upload-store.js';

interface Delivered {
  readonly received: ReceivedFile;
  readonly forceReprocess: boolean;
}

/** Stores one file while it streams in. */
type ReceiveFile = (stream: Readable, options: ShapeOptions) => Promise<ReceivedFile>;

/** A file comes in, however it is wrapped: all of it is accepted, or nothing of it stays. */
@Injectable()
export class Reception {
  private readonly log = createLogger('uploads');

  constructor(
    private readonly store: UploadStore,
    private readonly acceptance: AcceptUpload,
    private readonly slots: UploadSlots,
    private readonly turns: UploadTurns,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {}

  /** `unwrap` reads what was sent and hands the file in it to the function that it gets, once. */
  take(
    organization: string,
    idempotencyKey: string | null,
    unwrap: (receive: ReceiveFile) => Promise<Delivered>,
  ): Promise<Accepted> {
    return this.slots.within(organization, async () => {
      const begun: UploadKey[] = [];
      const startedAt = new Date();
      let acceptedId: string | null = null;
      try {
        const { received, forceReprocess } = await unwrap((stream, options) =>
          this.receive(stream, options, organization, idempotencyKey, begun),
        );
        const upload = begun[0] ?? null;
        const request = { upload, organization, file: received, forceReprocess, idempotencyKey };
        const accepted = await this.turns.within(organization, () => this.acceptance.accept(request));
        acceptedId = accepted.uploadId;
        const { bytes } = received;
        if (!accepted.repeated) traceBegan('upload', acceptedId, startedAt, { organization, bytes });
        return accepted;
      } finally {
        for (const upload of begun) if (upload.uploadId !== acceptedId) await this.discard(upload);
      }
    });
  }

  /** Nothing happens before the file begins: a sender that hangs up earlier would go unnoticed. */
  private async receive(
    stream: Readable,
    options: ShapeOptions,
    organization: string,
    idempotencyKey: string | null,
    begun: UploadKey[],
  ): Promise<ReceivedFile> {
    const upload = await this.turns.within(organization, async () => {
      const known = idempotencyKey !== null && (await this.store.keyTaken(organization, idempotencyKey));
      return known ? null : this.store.begin(organization);
    });
    if (upload !== null) begun.push(upload);
    return receiveFile(stream, options, this.config.MAX_UPLOAD_BYTES, async (index, data) => {
      if (upload !== null)
        await this.turns.within(organization, () => this.store.addChunk(upload, index, data));
    });
  }

  /** The caller is told why the upload failed, not that tidying up failed too: the sweeper does it later. */
  private async discard(upload: UploadKey): Promise<void> {
    try {
      await this.store.discard(upload);
    } catch (error) {
      this.log.warn({ err: error, upload_id: upload.uploadId }, 'could not discard; left to the sweeper');
    }
  }
}
