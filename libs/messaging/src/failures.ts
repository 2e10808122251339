/** What came from the stream can't be an event of ours: no retry helps. */
export class EventRefused extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'EventRefused';
  }
}

export class HandlerTimeout extends Error {
  constructor(consumer: string, ms: number) {
    super(`${consumer}: the handler did not come to an end within ${ms} ms`);
    this.name = 'HandlerTimeout';
  }
}

/** The event was being handled alone when the process ended, as often as an event may fail. */
export class ProcessDied extends Error {
  constructor(consumer: string) {
    super(`${consumer}: the process ended while it handled this event`);
    this.name = 'ProcessDied';
  }
}
