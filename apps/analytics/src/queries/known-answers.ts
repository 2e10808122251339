import { LRUCache } from 'lru-cache';

/** Of all answers together, as JSON. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Answers to questions that were asked before, of read models that have not changed since: a state is a name that every
 * change replaces. Whoever asks what is being worked out already waits for the same answer. A failure is not kept.
 */
export class KnownAnswers {
  private readonly known = new LRUCache<string, object, () => Promise<object>>({
    maxSize: MAX_BYTES,
    sizeCalculation: (answer, question) => question.length + JSON.stringify(answer).length,
    fetchMethod: (_question, _stale, { context: work }) => work(),
    // Who waits gets the answer, even if it is not kept.
    ignoreFetchAbort: true,
  });

  /** `work` runs where the answer for this state is not known. */
  answer<T extends object>(question: string, state: string, work: () => Promise<T>): Promise<T> {
    return this.known.forceFetch(`${state} ${question}`, { context: work }) as Promise<T>;
  }
}
