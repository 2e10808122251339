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
  /** The place of each name in the order of their bytes; worked out when it is needed and a name has come. */
  private ranks = new Uint32Array(0);
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
    const ranks = this.ranksOfNames();
    const found: number[] = [];
    for (let i = 0; i < sums.length; i++) if ((sums[i] ?? 0) > 0) found.push(i);
    found.sort((a, b) => (sums[b] ?? 0) - (sums[a] ?? 0) || (ranks[a] ?? 0) - (ranks[b] ?? 0));
    return found
      .slice(0, limit)
      .map((number) => ({ topic: this.names[number] ?? '', frequency: sums[number] ?? 0 }));
  }

  private ranksOfNames(): Uint32Array {
    if (this.ranks.length === this.names.length) return this.ranks;
    const bytes = this.names.map((name) => Buffer.from(name));
    const numbers = [...this.names.keys()].sort((a, b) =>
      Buffer.compare(bytes[a] ?? EMPTY, bytes[b] ?? EMPTY),
    );
    this.ranks = new Uint32Array(numbers.length);
    for (const [rank, number] of numbers.entries()) this.ranks[number] = rank;
    return this.ranks;
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

const EMPTY = Buffer.alloc(0);
