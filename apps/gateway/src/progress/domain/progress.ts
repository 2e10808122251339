export const UPLOAD_STATUSES = [
  'queued',
  'processing',
  'completed',
  'completed_with_errors',
  'failed',
  'cancelled',
] as const;
export type UploadStatus = (typeof UPLOAD_STATUSES)[number];

export const STAGES = ['queued', 'ingesting', 'day_splitting', 'scoring', 'projecting', 'done'] as const;
export type Stage = (typeof STAGES)[number];

/** What is known of an upload, by its names on the wire. The clock's fields are added where it is shown. */
export interface Progress {
  readonly status: UploadStatus;
  readonly progress_percentage: number;
  readonly current_stage: Stage;
  readonly processed_conversations: number;
  readonly total_conversations: number;
  readonly processed_days: number;
  readonly total_days: number;
  readonly details: string;
  readonly statistics: {
    readonly messages_kept: number;
    readonly filtered_autoresponses: number;
    readonly rejected_messages: number;
    readonly duplicate_messages: number;
    readonly skipped_conversations: number;
    readonly scoring_calls: number;
    readonly judged_days: number;
    readonly unscored_days: number;
    readonly errors_count: number;
  };
  readonly errors: readonly { readonly code: string; readonly message: string; readonly count: number }[];
}
