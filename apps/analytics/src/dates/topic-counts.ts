import type { Period } from '../domain/topic-days.js';

interface Counts {
  readonly scorer: string;
  /** Numbers of topics, and beside each how many days have it. */
  readonly topics: Uint32Array;
  readonly days: Uint32Array;
}

export interface TopicFrequency {
  readonly topic: string;
  readonly frequency: number;
}

/** How many days have a topic, per date and per month (domain/topic-days.ts); every topic's name is kept once. */
export class TopicCounts {
  /** Of all that is kept here, about. */
  bytes = 0;
  private readonly names: string[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly periods = { day: new Map<number, Counts[]>(), month: new Map<number, Counts[]>() };

  has({ period, date }: Period): boolean {
    return this.periods[period].has(date);
  }

  /** As long as nothing is added there are no topics in it. */
  open({ period, date }: Period): void {
    this.periods[period].set(date, []);
  }

  add({ period, date }: Period, scorer: string, topics: readonly string[], days: readonly number[]): void {
    const numbers = Uint32Array.from(topics, (topic) => this.numberOf(topic));
    this.periods[period].get(date)?.push({ scorer, topics: numbers, days: Uint32Array.from(days) });
    this.bytes += 300 + 8 * topics.length;
  }

  /** The most frequent of all these together; ties by the bytes of the name. */
  most(periods: readonly Period[], scorer: string | null, limit: number): TopicFrequency[] {
    const sums = new Float64Array(this.names.length);
    for (const { period, date } of periods)
      for (const counts of this.periods[period].get(date) ?? [])
        if (scorer === null || scorer === counts.scorer) addTo(sums, counts);
    const found: TopicFrequency[] = [];
    for (const [i, frequency] of sums.entries())
      if (frequency > 0) found.push({ topic: this.names[i] ?? '', frequency });
    return found.sort((a, b) => b.frequency - a.frequency || byBytes(a.topic, b.topic)).slice(0, limit);
  }

  private numberOf(topic: string): number {
    let number = this.numbers.get(topic);
    if (number === undefined) {
      number = this.names.push(topic) - 1;
      this.numbers.set(topic, number);
      this.bytes += 150 + 2 * topic.length;
    }
    return number;
  }
}

function addTo(sums: Float64Array, { topics, days }: Counts): void {
  for (let i = 0; i < topics.length; i++) {
    const topic = topics[i] ?? 0;
    sums[topic] = (sums[topic] ?? 0) + (days[i] ?? 0);
  }
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
