/** What raised a conversation's version. */
export interface Change {
  version: number;
  uploadId: string;
  force: boolean;
}

export interface DayCounts {
  days: number;
  daysToScore: number;
}

/** Upload to the day events that name it and that no ConversationSplit has announced yet. */
export type Unannounced = ReadonlyMap<string, DayCounts>;

/** The uploads that lead from the last split to now, oldest first, and whether one of them demands all days anew. */
export function changesSince(
  splitVersion: number,
  changes: readonly Change[],
): { uploadIds: string[]; force: boolean } {
  const newer = changes
    .filter((change) => change.version > splitVersion)
    .toSorted((a, b) => a.version - b.version);
  return {
    uploadIds: [...new Set(newer.map((change) => change.uploadId))],
    force: newer.some((change) => change.force),
  };
}

/**
 * An upload's days may be created before its own ConversationIngested is seen: what is fetched can be newer than the
 * event that asked for it. Each upload's counts wait until its event comes, whose ConversationSplit announces them;
 * so the announced days of an upload are always exactly the ones that name it.
 */
export function announce(
  waiting: Unannounced,
  created: { uploadIds: readonly string[] } & DayCounts,
  eventUploadIds: readonly string[],
): { announced: DayCounts[]; waiting: Unannounced } {
  const left = new Map(waiting);
  if (created.days > 0) {
    for (const uploadId of created.uploadIds) {
      const { days, daysToScore } = left.get(uploadId) ?? { days: 0, daysToScore: 0 };
      left.set(uploadId, { days: days + created.days, daysToScore: daysToScore + created.daysToScore });
    }
  }
  const announced = eventUploadIds.map((uploadId) => {
    const counts = left.get(uploadId) ?? { days: 0, daysToScore: 0 };
    left.delete(uploadId);
    return counts;
  });
  return { announced, waiting: left };
}
