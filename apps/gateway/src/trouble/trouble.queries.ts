import { Injectable } from '@nestjs/common';
import {
  type DeadLetter,
  GetDeadLetter,
  ListDeadLetters,
  RedriveDeadLetters,
  type ReplyOf,
  type RequestOf,
  type ServiceName,
  SERVICES,
} from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { NotFound, Unavailable } from '@powerpulse/runtime';
import type { DeadLettersDto, RedrivenDto } from './dead-letters.dto.js';
import { readPlace, writePlace } from './dead-letter-cursor.js';

export const NO_SUCH_DEAD_LETTER = 'There is no such dead letter.';

/** How long one call goes on redriving. */
const REDRIVE_MS = 20_000;

type Filter = Omit<RequestOf<typeof RedriveDeadLetters>, 'failed_before'> & { service: ServiceName | null };

interface Found {
  service: ServiceName;
  letter: DeadLetter;
  payload: string;
}

/** What all services together could not process. Each keeps its own. */
@Injectable()
export class TroubleQueries {
  constructor(private readonly requests: Requests) {}

  async list(
    { service, ...filter }: Filter,
    status: RequestOf<typeof ListDeadLetters>['status'],
    size: number,
    cursor: string | null,
  ): Promise<DeadLettersDto> {
    const after = cursor === null ? null : readPlace(cursor);
    const { answers, unreachable } = await this.askAll(service, (one) =>
      this.requests.ask(
        ListDeadLetters.of(one),
        // One more than is shown tells whether there is more.
        { ...filter, status, limit: size + 1, after },
        ONCE,
      ),
    );
    const all = answers.flatMap(({ service: from, answer }) =>
      answer.dead_letters.map((letter) => ({ service: from, ...withoutOrganization(letter) })),
    );
    all.sort(
      (a, b) => compare(b.last_failed_at, a.last_failed_at) || compare(b.dead_letter_id, a.dead_letter_id),
    );
    const shown = all.slice(0, size);
    const last = shown.at(-1);
    return {
      dead_letters: shown,
      total: answers.reduce((sum, { answer }) => sum + answer.total, 0),
      next_cursor: all.length > size && last !== undefined ? writePlace(last) : null,
      paused_consumers: answers.flatMap(({ service: from, answer }) =>
        answer.paused_consumers.map((paused) => ({ service: from, ...paused })),
      ),
      unreachable_services: unreachable,
    };
  }

  async find(organization: string, dead_letter_id: string): Promise<Found> {
    const { answers, unreachable } = await this.askAll(null, (one) =>
      this.requests.ask(GetDeadLetter.of(one), { organization, dead_letter_id }, ONCE),
    );
    for (const { service, answer } of answers)
      if (answer.dead_letter !== null)
        return { service, letter: answer.dead_letter, payload: answer.payload ?? '' };
    if (unreachable.length > 0) throw new Unavailable(`${unreachable.join(', ')} does not answer now.`);
    throw new NotFound(NO_SUCH_DEAD_LETTER);
  }

  /** Service by service, until none is left or the time is over. */
  async redriveAll({ service, ...filter }: Filter): Promise<RedrivenDto> {
    const end = Date.now() + REDRIVE_MS;
    const { answers, unreachable } = await this.askAll(service, async (one) => {
      const sum = { redriven: 0, failed_again: 0, left: 0 };
      for (let failed_before: string | null = null; ;) {
        const done: ReplyOf<typeof RedriveDeadLetters> = await this.requests.ask(
          RedriveDeadLetters.of(one),
          { ...filter, failed_before },
          SLOW,
        );
        sum.redriven += done.redriven;
        sum.failed_again += done.failed_again;
        if (done.left === 0 || Date.now() > end) return { ...sum, left: done.left };
        failed_before = done.failed_before;
      }
    });
    const total = (key: 'redriven' | 'failed_again' | 'left') =>
      answers.reduce((sum, { answer }) => sum + answer[key], 0);
    return {
      redriven: total('redriven'),
      failed_again: total('failed_again'),
      left: total('left'),
      unreachable_services: unreachable,
    };
  }

  private async askAll<T>(service: ServiceName | null, ask: (service: ServiceName) => Promise<T>) {
    const asked = service === null ? SERVICES : [service];
    const unreachable: string[] = [];
    const answers = await Promise.all(
      asked.map(async (one) => {
        try {
          return { service: one, answer: await ask(one) };
        } catch (error) {
          if (!(error instanceof Unavailable)) throw error;
          unreachable.push(one);
          return undefined;
        }
      }),
    );
    return { answers: answers.filter((each) => each !== undefined), unreachable };
  }
}

const ONCE = { tries: 1, timeoutMs: 3_000 };
const SLOW = { tries: 1, timeoutMs: 15_000 };

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

export function withoutOrganization({ organization: _, ...letter }: DeadLetter) {
  return letter;
}
