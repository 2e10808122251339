import { Inject, Injectable } from '@nestjs/common';
import { ExportRefused } from '@powerpulse/chat-export';
import { MonthlyTable, Transactions } from '@powerpulse/messaging';
import { createLogger, isOutage, traced } from '@powerpulse/runtime';
import { INGESTION_CONFIG, type IngestionConfig } from '../config.js';
import { prepareBatch } from '../domain/prepare-batch.js';
import { Batcher, type RawBatch } from './batcher.js';
import { finishUpload, type Outcome } from './finish-upload.js';
import { storeBatch } from './store-batch.js';
import { UnreadableUpload, UploadChunks } from './upload-chunks.js';
import { isoOf } from '../tables/epoch-ms.js';
import { type HeldUpload, LeaseLost, UploadCancelledMeanwhile, UploadQueue } from './upload-queue.js';

/** Begun so often without getting anywhere, an upload has failed. */
const MAX_ATTEMPTS = 6;
const OUTAGE_PAUSE_SECONDS = 1;
const RENEW_MS = 700;

class Stopping extends Error {
  override readonly name = 'Stopping';
}

const INGESTED: Outcome = { outcome: 'ingested', failure: null };
const CANCELLED: Outcome = { outcome: 'cancelled', failure: null };

/** Reads one held upload to its end, or lets go of it so that it is gone on with later. */
@Injectable()
export class UploadReader {
  private readonly log = createLogger('reading');

  constructor(
    private readonly queue: UploadQueue,
    private readonly chunks: UploadChunks,
    private readonly transactions: Transactions,
    private readonly months: MonthlyTable,
    @Inject(INGESTION_CONFIG) private readonly config: IngestionConfig,
  ) {}

  read(upload: HeldUpload, stopping: AbortSignal): Promise<void> {
    return traced('read upload', { of: [upload.correlationId] }, () => this.readHeld(upload, stopping));
  }

  private async readHeld(upload: HeldUpload, stopping: AbortSignal): Promise<void> {
    try {
      const outcome = await this.outcomeOf(upload, stopping);
      const cancelRequested = upload.cancelRequested || outcome.outcome === 'cancelled';
      await finishUpload(this.transactions, { ...upload, cancelRequested }, outcome);
      this.log.info({ upload_id: upload.uploadId, ...outcome }, 'upload finished');
    } catch (error) {
      await this.letGo(upload, error);
    }
  }

  private async outcomeOf(upload: HeldUpload, stopping: AbortSignal): Promise<Outcome> {
    if (upload.cancelRequested) return CANCELLED;
    if (upload.attempts > MAX_ATTEMPTS) {
      return { outcome: 'failed', failure: `reading was begun ${MAX_ATTEMPTS} times and never got further` };
    }
    try {
      await this.readToEnd(upload, stopping);
      return INGESTED;
    } catch (error) {
      if (error instanceof UploadCancelledMeanwhile) return CANCELLED;
      // The gateway has scanned the whole file: neither is expected.
      if (error instanceof ExportRefused || error instanceof UnreadableUpload) {
        return { outcome: 'failed', failure: error.message };
      }
      throw error;
    }
  }

  /** While one batch is being stored the next is prepared. */
  private async readToEnd(upload: HeldUpload, stopping: AbortSignal): Promise<void> {
    const watch = this.watch(upload, stopping);
    const batcher = new Batcher(this.config.BATCH_MESSAGES, upload.checkpoint);
    let storing: Promise<void> = Promise.resolve();
    const store = async (raw: RawBatch): Promise<void> => {
      const batch = prepareBatch(raw.items, upload.organization, {
        now: upload.acceptedAt,
        autoResponsePatterns: upload.autoResponsePatterns,
      });
      await this.months.prepare(batch.messages.map(({ at }) => isoOf(at)));
      await storing;
      watch.signal.throwIfAborted();
      storing = this.transactions.run((unit) => storeBatch(unit, upload, batch, raw.checkpoint));
      storing.catch(watch.stop);
    };
    try {
      for await (const chunk of this.chunks.from(upload, watch.signal)) {
        for (const raw of batcher.add(chunk)) await store(raw);
      }
      for (const raw of batcher.end()) await store(raw);
    } finally {
      watch.end();
      await storing;
    }
  }

  /** Prolongs the lease, and gives the sign to stop: cancelled, lost, a batch could not be stored, or the process ends. */
  private watch(upload: HeldUpload, stopping: AbortSignal) {
    const abort = new AbortController();
    const stop = (error: unknown) => abort.abort(error);
    const onStopping = () => stop(new Stopping());
    if (stopping.aborted) onStopping();
    stopping.addEventListener('abort', onStopping);
    let renewing: Promise<void> = Promise.resolve();
    const timer = setInterval(() => {
      renewing = renewing.then(() => this.queue.renew(upload)).catch(stop);
    }, RENEW_MS);
    const end = () => {
      clearInterval(timer);
      stopping.removeEventListener('abort', onStopping);
    };
    return { signal: abort.signal, stop, end };
  }

  private async letGo(upload: HeldUpload, error: unknown): Promise<void> {
    if (error instanceof LeaseLost) {
      this.log.warn({ upload_id: upload.uploadId }, 'somebody else reads this upload now');
      return;
    }
    const isAttempt = !(error instanceof Stopping) && !isOutage(error);
    const pause = error instanceof Stopping ? 0 : isAttempt ? 2 ** upload.attempts : OUTAGE_PAUSE_SECONDS;
    if (isAttempt) this.log.error({ err: error, upload_id: upload.uploadId }, 'reading failed');
    else this.log.warn({ err: error, upload_id: upload.uploadId }, 'reading is interrupted');
    await this.queue.release(upload, pause, isAttempt);
  }
}
