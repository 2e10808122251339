import { eventText, RETRY, SIGN_OF_LIFE, SIGN_OF_LIFE_MS } from '../http/event-stream.js';
import { presentProgress } from './present-progress.js';
import type { UploadRow } from './upload-rows.js';

/** `id` is the upload's revision: whoever comes back with it gets what has changed since, from any replica. */
export function progressEvent(row: UploadRow, now: Date): string {
  const name = row.ended_at === null ? 'progress' : 'end';
  return eventText(name, presentProgress(row, now), String(row.revision));
}

/** Every revision after `since`, as server-sent events, up to the end. */
export async function* progressEvents(
  rows: AsyncIterable<UploadRow>,
  since: number,
  now: () => Date,
): AsyncGenerator<string> {
  let sent = since;
  let wroteAt = now().getTime();
  yield RETRY;
  for await (const row of rows) {
    if (row.revision > sent) {
      sent = row.revision;
      wroteAt = now().getTime();
      yield progressEvent(row, now());
      if (row.ended_at !== null) return;
    } else if (now().getTime() - wroteAt > SIGN_OF_LIFE_MS) {
      wroteAt = now().getTime();
      yield SIGN_OF_LIFE;
    }
  }
}
