import type { EventEnvelope } from '@powerpulse/contracts';
import type { Delivery } from '@powerpulse/messaging';
import type { Database } from '@powerpulse/runtime';

/** A delivery of events that were never seen before, to a handler that emits nothing. */
export function deliveryOf<D>(database: Database, events: readonly EventEnvelope<D>[]): Delivery<D> {
  return {
    consumer: 'test',
    events,
    commit: (work) =>
      database.transaction((tx) =>
        work(
          {
            tx,
            emit: () => {
              throw new Error('nothing is to be emitted here');
            },
          },
          events,
        ),
      ),
  };
}
