import type { DayAgent, MicroMetrics } from '@powerpulse/contracts';
import type { DayEvent } from '../src/domain/evolve-day.js';
import { DayEvents, LOCAL, OTHER } from './day-events.js';

/** mulberry32: the same seed gives the same history. */
export function seededRandom(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

const SLUGS = ['billing', 'delivery', 'login', 'outage', 'refund', 'contract', 'address'];
const OUTCOMES = ['resolved', 'escalated', 'abandoned', 'pending', null] as const;

interface Options {
  organization?: string;
  seed: number;
  conversations: number;
  /** Dates over which conversations start. */
  dates?: number;
  uploadId?: string;
}

interface Day {
  chatId: string;
  date: string;
  version: number;
}

/** All that may happen to days: scores, refusals, new versions, retractions, days that come back, outbound ones. */
export function seededHistory({ seed, conversations, dates = 60, ...options }: Options): DayEvent[] {
  const days = new DayHistory(seed, options.organization ?? 'default', options.uploadId);
  for (let c = 0; c < conversations; c++) days.conversation(`chat-${seed}-${c}`, dates);
  return [...new Map([...days.facts, ...days.judgements()].map((event) => [event.id, event])).values()];
}

class DayHistory {
  readonly facts: DayEvent[] = [];
  private readonly toScore: Day[] = [];
  private readonly events: DayEvents;
  private readonly uploadIds: string[];
  private readonly random: () => number;

  constructor(
    private readonly seed: number,
    organization: string,
    uploadId: string | undefined,
  ) {
    this.events = new DayEvents(organization);
    this.uploadIds = uploadId === undefined ? [] : [uploadId];
    this.random = seededRandom(seed);
  }

  conversation(chatId: string, dates: number): void {
    const first = this.below(dates);
    for (let d = 0, days = 1 + this.below(4); d < days; d++) {
      const date = new Date(Date.UTC(2026, 0, 1 + first + d * (1 + this.below(3))));
      this.day({ chatId, date: date.toISOString().slice(0, 10), version: 1 });
    }
  }

  judgements(): DayEvent[] {
    const { events, uploadIds } = this;
    const said: DayEvent[] = [];
    for (let i = 0; i < this.toScore.length; i += 25) {
      const options = {
        at: `2026-06-0${1 + this.below(9)}T00:00:00.000Z`,
        job: `${this.seed}-${i}`,
        scorer: this.below(5) === 0 ? OTHER : LOCAL,
      };
      const job = this.toScore.slice(i, i + 25);
      const scored = job
        .filter(() => this.below(10) > 0)
        .map((day) => ({ ...day, uploadIds, metrics: this.metrics() }));
      if (scored.length > 0) said.push(events.scored(scored, options));
      for (const day of job)
        if (this.below(10) === 0) said.push(events.unscored({ ...day, uploadIds }, options));
    }
    return said;
  }

  private day(day: Day): void {
    this.create(day);
    this.toScore.push(day);
    const fate = this.below(12);
    if (fate === 0) this.facts.push(this.events.retracted({ ...day, version: 2 }));
    if (fate > 2) return;
    const again = { ...day, version: 3 };
    this.create(again);
    if (fate > 0) this.toScore.push(again);
  }

  private create(day: Day): void {
    const start = 8 + this.below(8);
    const hour = String(start).padStart(2, '0');
    this.facts.push(
      this.events.created({
        ...day,
        uploadIds: this.uploadIds,
        agents: this.agents(`${day.date}T${hour}`),
        customerMessages: this.below(12) === 0 ? 0 : 1 + this.below(5),
        messages: 6 + this.below(6),
        firstAt: `${day.date}T${hour}:00:00.250Z`,
        lastAt: `${day.date}T${start + 4}:00:00.750Z`,
        time: {
          first_response_time: this.orNull(9, () => this.below(40_000) / 7),
          avg_response_time: this.orNull(9, () => this.below(20_000) / 3),
          total_handling_time: this.orNull(5, () => this.below(9000) / 11),
          customer_turns: 1 + this.below(3),
          unanswered_turns: this.below(2),
        },
      }),
    );
  }

  private agents(hour: string): DayAgent[] {
    const names = [`agent_${this.below(9)}`, `agent_${9 + this.below(3)}`].slice(0, this.below(3));
    return names.map((username, i) => ({
      username,
      email: this.orNull(2, () => `${username}@example.org`),
      messages: 1 + this.below(4),
      last_at: `${hour}:0${i}:00.000Z`,
    }));
  }

  private metrics(): Partial<MicroMetrics> {
    const score = () => this.orNull(10, () => this.below(101) / 10);
    return {
      sentiment_score: score(),
      sentiment_shift: this.below(101) / 10 - 5,
      resolution_achieved: score(),
      fcr_score: score(),
      ces: this.orNull(15, () => 1 + this.below(61) / 10),
      predicted_rating: 1 + this.below(41) / 10,
      topics: shuffled(SLUGS, this.random)
        .slice(0, this.below(4))
        .map((slug) => ({ slug, label: slug.toUpperCase() })),
      outcome: OUTCOMES[this.below(OUTCOMES.length)] ?? null,
    };
  }

  /** Null once in `n`. */
  private orNull<V>(n: number, value: () => V): V | null {
    return this.below(n) === 0 ? null : value();
  }

  private below(n: number): number {
    return Math.floor(this.random() * n);
  }
}
