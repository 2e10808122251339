import type { OnApplicationShutdown } from '@nestjs/common';
import { LOCAL_SCORER } from '../domain/local/index.js';
import {
  NO_USAGE,
  type Scorer,
  type ScorerAnswer,
  type ScorerRequest,
  type ScorerVerdict,
} from '../domain/scorer.js';
import { TaskThread } from '../threads/task-thread.js';
import type { LocalTasks } from './local-tasks.js';

/** Days in one message to a thread: small enough that a question about sentiments is not kept waiting. */
const CHUNK = 50;

/** The scorer that needs no key and no network, behind the same port as the others. */
export class LocalScorer implements Scorer, OnApplicationShutdown {
  readonly id = LOCAL_SCORER;
  private readonly threads: readonly TaskThread<LocalTasks>[];

  constructor(threads: number) {
    this.threads = Array.from(
      { length: threads },
      () => new TaskThread<LocalTasks>('local-scorer', './local-scorer.worker', import.meta.url),
    );
  }

  async judge({ days, signal }: ScorerRequest): Promise<ScorerAnswer> {
    const verdicts = new Map<string, ScorerVerdict>();
    for (let from = 0; from < days.length; from += CHUNK) {
      signal.throwIfAborted();
      const chunk = days.slice(from, from + CHUNK);
      const judged = await this.idlest().run('judge', chunk);
      for (const [index, verdict] of judged.entries()) {
        const day = chunk[index];
        if (day !== undefined) verdicts.set(day.dayId, verdict);
      }
    }
    return { verdicts, usage: NO_USAGE };
  }

  sentiments(texts: readonly string[]): Promise<(number | null)[]> {
    return this.idlest().run('sentiments', texts);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  private idlest(): TaskThread<LocalTasks> {
    return this.threads.reduce((best, thread) => (thread.load < best.load ? thread : best));
  }
}
