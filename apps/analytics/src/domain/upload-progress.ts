import type {
  BatchScored,
  ConversationDayCreated,
  ConversationDayRetracted,
  ConversationSplit,
  DayUnscored,
  ScoredDay,
  UploadIngested,
} from '@powerpulse/contracts';
import type { Named } from './evolve-day.js';

export type ProgressEvent =
  | Named<typeof UploadIngested>
  | Named<typeof ConversationSplit>
  | Named<typeof ConversationDayCreated>
  | Named<typeof ConversationDayRetracted>
  | Named<typeof BatchScored>
  | Named<typeof DayUnscored>;

export interface UploadCounts {
  /** Null: nothing is said of it. */
  conversationsChanged: number | null;
  conversationsSplit: number;
  daysAnnounced: number;
  daysToScore: number;
  daysCreated: number;
  daysScored: number;
  daysUnscored: number;
  scoringCalls: number;
}

export const noUploadCounts = (): UploadCounts => ({
  conversationsChanged: null,
  conversationsSplit: 0,
  daysAnnounced: 0,
  daysToScore: 0,
  daysCreated: 0,
  daysScored: 0,
  daysUnscored: 0,
  scoringCalls: 0,
});

/** A version of a day that a scorer has answered for, with a score or without. */
export interface JudgedVersion {
  readonly uploadId: string;
  readonly dayId: string;
  readonly version: number;
  readonly conversationId: string;
  readonly date: string;
  readonly scored: boolean;
}

/** What events say of uploads. A scored day is counted once it is known to be the first time: see `judged`. */
export class UploadDeltas {
  readonly counts = new Map<string, UploadCounts>();
  private readonly judgedByKey = new Map<string, JudgedVersion>();

  get judged(): JudgedVersion[] {
    return [...this.judgedByKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, judged]) => judged);
  }

  of(uploadId: string): UploadCounts {
    let counts = this.counts.get(uploadId);
    if (counts === undefined) this.counts.set(uploadId, (counts = noUploadCounts()));
    return counts;
  }

  tell(event: ProgressEvent): void {
    switch (event.name) {
      case 'UploadIngested':
        this.of(event.data.upload_id).conversationsChanged = event.data.conversations_changed;
        return;
      case 'ConversationSplit': {
        const counts = this.of(event.data.upload_id);
        counts.conversationsSplit++;
        counts.daysAnnounced += event.data.days_changed;
        counts.daysToScore += event.data.days_to_score;
        return;
      }
      case 'ConversationDayCreated':
        for (const uploadId of event.data.upload_ids) this.of(uploadId).daysCreated++;
        return;
      case 'ConversationDayRetracted':
        return;
      case 'BatchScored':
        this.tellScored(event);
        return;
      case 'DayUnscored':
        this.addJudged(event.data, false);
        return;
    }
  }

  /** A job may hold days of several uploads: its calls were made for each of them. */
  private tellScored({ data }: Named<typeof BatchScored>): void {
    const uploads = new Set(data.days.flatMap((day) => day.upload_ids));
    for (const uploadId of uploads) this.of(uploadId).scoringCalls += data.usage.calls;
    for (const day of data.days) this.addJudged(day, true);
  }

  private addJudged(day: ScoredDay | Named<typeof DayUnscored>['data'], scored: boolean): void {
    for (const uploadId of day.upload_ids) {
      const key = `${uploadId} ${day.day_id} ${day.version}`;
      const before = this.judgedByKey.get(key)?.scored ?? false;
      this.judgedByKey.set(key, {
        uploadId,
        dayId: day.day_id,
        version: day.version,
        conversationId: day.conversation_id,
        date: day.date,
        scored: scored || before,
      });
    }
  }
}

/** All of the upload is in the read models. */
export function isComplete(counts: UploadCounts): boolean {
  return (
    counts.conversationsChanged !== null &&
    counts.conversationsSplit >= counts.conversationsChanged &&
    counts.daysCreated >= counts.daysAnnounced &&
    counts.daysScored + counts.daysUnscored >= counts.daysToScore
  );
}
