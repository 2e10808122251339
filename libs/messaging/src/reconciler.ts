import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type EventDefinition,
  type EventKey,
  LISTED_EVENTS,
  ListSaidEvents,
  REPEATED_EVENTS,
  RepeatEvents,
  type RequestOf,
  SumEvents,
} from '@powerpulse/contracts';
import { createLogger, type Database, isOutage, metrics } from '@powerpulse/runtime';
import { atMost } from './at-most.js';
import type { Broker } from './broker.js';
import { CaughtUp } from './caught-up.js';
import { sumHeard } from './history-sums.js';
import type { Inbox } from './inbox.js';
import { type Checked, ReconciledSpans } from './reconciled-spans.js';
import type { Requests } from './requests.js';

/** Younger events are still on their way, as a rule. */
const AGE_MS = 60_000;
/** After a start, a reconnection or a loss holes are likely: then younger ones are looked at, too, for a while. */
const URGENT_FOR_MS = 30_000;
/** No transaction stays open longer, so that nothing is said before this any more. */
const FINAL_MS = 180_000;
const EVENTS_A_SPAN = 20_000;

export interface Reconciled {
  readonly name: string;
  readonly event: EventDefinition;
  /** Made anew since this was asked last. */
  wasLost(): boolean;
}

export interface ReconcilerOptions {
  consumers: readonly Reconciled[];
  database: Database;
  inbox: Inbox;
  broker: Broker;
  requests: Requests;
  lookEveryMs: number;
}

/**
 * Finds what services have said and this one never heard (a stream that was lost, a power cut, an operator's mistake) and
 * has it said again. Compares counts and sums span by span, up to where all is final; ids only where they differ. Of
 * several processes one looks at a time.
 */
export class Reconciler {
  private readonly log = createLogger('reconciler');
  private readonly stopping = new AbortController();
  private readonly spans: ReconciledSpans;
  private readonly caughtUp: ReadonlyMap<string, CaughtUp>;
  private working: Promise<void> = Promise.resolve();
  private urgentUntil = 0;

  constructor(private readonly options: ReconcilerOptions) {
    const { broker, consumers, database, lookEveryMs } = options;
    this.spans = new ReconciledSpans(database, lookEveryMs);
    this.caughtUp = new Map(consumers.map(({ name }) => [name, new CaughtUp(broker, name)]));
  }

  start(): void {
    this.options.broker.onConnect(() => this.hurry());
    this.working = this.work();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    // Who is being asked may be away: nothing is lost by not waiting for the answer.
    await atMost(1_000, this.working);
  }

  private hurry(): void {
    this.urgentUntil = Date.now() + URGENT_FOR_MS;
    for (const each of this.caughtUp.values()) each.again();
  }

  private async work(): Promise<void> {
    const { signal } = this.stopping;
    const { broker, lookEveryMs } = this.options;
    while (!signal.aborted) {
      await delay(lookEveryMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted || !broker.connected) continue;
      try {
        await this.look();
      } catch (error) {
        // Whoever is asked may be away, or of a release that does not answer: the next round asks again.
        if (isOutage(error) || signal.aborted) this.log.debug({ err: error }, 'can not compare now');
        else this.log.error({ err: error }, 'comparing failed');
      }
    }
  }

  private async look(): Promise<void> {
    const { consumers, lookEveryMs } = this.options;
    // All are asked: each forgets that it was lost.
    if (consumers.filter((consumer) => consumer.wasLost()).length > 0) this.hurry();
    const urgent = Date.now() < this.urgentUntil;
    const due = await this.spans.take(
      consumers.map(({ name }) => name),
      urgent,
    );
    for (const consumer of consumers) {
      const checked = due.find((each) => each.consumer === consumer.name);
      if (checked) await this.check(consumer, checked, urgent ? lookEveryMs : AGE_MS);
    }
  }

  /** Span by span up to now, or to the first that has a hole. */
  private async check({ name, event }: Reconciled, { through }: Checked, ageMs: number): Promise<void> {
    const { requests, database } = this.options;
    const now = Date.now();
    const end = new Date(now - ageMs).toISOString();
    const final = new Date(now - FINAL_MS).toISOString();
    for (let from = through; (from === null || from < end) && !this.stopping.signal.aborted;) {
      const span = { event: event.name, from, to: end, at_most: EVENTS_A_SPAN };
      const said = await requests.ask(SumEvents.of(event.context), span, PATIENT);
      const heard = await sumHeard(database, name, from, said.to);
      const same = said.events === heard.events && said.sum === heard.sum;
      if (!same && !(await this.filled(name, event, from, said.to))) return this.spans.soon(name);
      from = said.to;
      await this.spans.moved(name, from < final ? from : final);
    }
  }

  /** `true`: nothing is missing that is not on its way. */
  private async filled(
    name: string,
    { name: event, context }: EventDefinition,
    from: string | null,
    to: string,
  ): Promise<boolean> {
    const caughtUp = this.caughtUp.get(name);
    if (!(await caughtUp?.now())) return false;
    let missing = 0;
    let waiting = 0;
    for (let after: EventKey | null = null; !this.stopping.signal.aborted;) {
      const { requests } = this.options;
      const question: RequestOf<typeof ListSaidEvents> = { event, from, to, after };
      const page = await requests.ask(ListSaidEvents.of(context), question, PATIENT);
      waiting = page.unpublished;
      missing += await this.sayAgain(name, context, page.events);
      after = page.events.at(-1) ?? null;
      if (page.events.length < LISTED_EVENTS) break;
    }
    if (missing > 0) caughtUp?.again();
    return missing + waiting === 0;
  }

  private async sayAgain(name: string, context: string, said: readonly EventKey[]): Promise<number> {
    const { database, inbox, requests } = this.options;
    const seen = await inbox.seen(database, name, said);
    const missing = said.filter(({ id }) => !seen.has(id));
    for (let i = 0; i < missing.length; i += REPEATED_EVENTS) {
      const events = missing.slice(i, i + REPEATED_EVENTS);
      await requests.ask(RepeatEvents.of(context), { events, run: randomUUID() }, PATIENT);
      metrics.holes.inc({ consumer: name }, events.length);
      this.log.warn(
        { consumer: name, events: events.length, first: events[0]?.occurred_at },
        'events that were said never came: they are said again',
      );
    }
    return missing.length;
  }
}

const PATIENT = { timeoutMs: 10_000, tries: 1 };
