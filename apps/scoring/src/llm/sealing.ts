import type { OnApplicationShutdown } from '@nestjs/common';
import type { RubricDocument } from '@powerpulse/contracts';
import type { SealedDay } from '../domain/llm/seal-day.js';
import type { DayToJudge } from '../domain/scorer.js';
import { TaskThread } from '../threads/task-thread.js';
import type { SealingTasks, Tokenizer } from './sealing-tasks.js';

/** Days in one message to the thread. */
const CHUNK = 20;

/** Hides, fences and counts in a thread: hostile text costs time there and not in the event loop. */
export class Sealing implements OnApplicationShutdown {
  private readonly thread = new TaskThread<SealingTasks>('sealing', './sealing.worker', import.meta.url);

  async seal(days: readonly DayToJudge[], room: number, tokenizer: Tokenizer): Promise<SealedDay[]> {
    const sealed: SealedDay[] = [];
    for (let from = 0; from < days.length; from += CHUNK)
      sealed.push(
        ...(await this.thread.run('seal', { days: days.slice(from, from + CHUNK), room, tokenizer })),
      );
    return sealed;
  }

  /** Tokens of instruction and schema. */
  fixed(rubric: RubricDocument, maxDays: number, tokenizer: Tokenizer): Promise<number> {
    return this.thread.run('fixed', { rubric, maxDays, tokenizer });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.thread.close();
  }
}
