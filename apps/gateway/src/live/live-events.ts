import { mayDo, type Role } from '../access/domain/roles.js';
import { eventText } from '../http/event-stream.js';
import { presentProgress } from '../progress/present-progress.js';
import type { LiveChanges } from './domain/live-changes.js';
import { positionText } from './domain/live-position.js';

/** The first event of a stream, before anything else. */
export interface Ready {
  readonly resumed: boolean;
}

/** Changes as server-sent events, as far as the role may see them; empty where there are none. */
export function liveEvents(changes: LiveChanges, role: Role, now: Date, ready?: Ready): string {
  const events: [name: string, data: object][] = ready === undefined ? [] : [['ready', ready]];
  if (changes.dates === null || changes.dates.length > 0) events.push(['metrics', { dates: changes.dates }]);
  if (mayDo(role, 'uploads:read'))
    for (const row of changes.uploads) events.push(['upload', presentProgress(row, now)]);
  if (mayDo(role, 'operations:read')) {
    for (const replay of changes.replays) events.push(['replay', replay]);
    if (changes.pipeline !== null) events.push(['pipeline', changes.pipeline]);
  }
  // The last one alone has the id: whoever is cut off before it is told all of them again.
  const id = positionText(changes.position);
  return events
    .map(([name, data], i) => eventText(name, data, i === events.length - 1 ? id : undefined))
    .join('');
}
