import type { GetIngestProgress, GetProjectionProgress, ReplyOf } from '@powerpulse/contracts';

export type IngestState = ReplyOf<typeof GetIngestProgress>['uploads'][number];
export type ProjectionState = ReplyOf<typeof GetProjectionProgress>['uploads'][number];

/** How much there is to do and how much is done, stage by stage, as far as it is known so far. */
export interface Work {
  readonly readingDone: boolean;
  readonly bytes: number;
  readonly bytesRead: number;
  readonly messages: number;
  readonly conversations: number;
  readonly changed: number;
  readonly split: number;
  readonly processedConversations: number;
  readonly days: number;
  readonly toScore: number;
  readonly judged: number;
  readonly unscored: number;
  readonly processedDays: number;
}

export function countWork(
  bytes: number,
  ingest: IngestState | null,
  projection: ProjectionState | null,
): Work {
  const readingDone = ingest !== null && ingest.state !== 'waiting' && ingest.state !== 'reading';
  const conversations = ingest?.conversations ?? 0;
  const changed = projection?.conversations_changed ?? ingest?.conversations_changed ?? 0;
  const split = Math.min(projection?.conversations_split ?? 0, changed);
  const days = projection?.days_announced ?? 0;
  const toScore = projection?.days_to_score ?? 0;
  const unscored = projection?.days_unscored ?? 0;
  const judged = Math.min((projection?.days_scored ?? 0) + unscored, toScore);
  return {
    readingDone,
    bytes,
    bytesRead: readingDone ? bytes : Math.min(ingest?.bytes_read ?? 0, bytes),
    messages: ingest?.messages.total ?? 0,
    conversations,
    changed,
    split,
    // A conversation that did not change needs nothing more.
    processedConversations: Math.min(Math.max(conversations - changed, 0) + split, conversations),
    days,
    toScore,
    judged,
    unscored,
    // Of the days nobody has to judge (outbound ones), those that arrived.
    processedDays: Math.min(projection?.days_created ?? 0, days - toScore + judged),
  };
}

/** Reading 30, splitting 20, judging 49: never 100 before all of it can be seen in the metrics. */
export function percentageOf(work: Work): number {
  const share = (done: number, of: number): number => (of > 0 ? done / of : work.readingDone ? 1 : 0);
  const read = share(work.bytesRead, work.bytes);
  const split = share(work.split, work.changed);
  const judged = work.toScore > 0 || split === 1 ? share(work.judged, work.toScore) : 0;
  return Math.floor(10 * read * (30 + split * (20 + judged * 49))) / 10;
}
