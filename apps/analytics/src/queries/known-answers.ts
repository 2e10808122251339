const BYTES = 16 * 1024 * 1024;

interface Known {
  readonly state: string;
  readonly answer: Promise<unknown>;
  bytes: number;
}

/**
 * Answers to questions that were asked before, of read models that have not changed since: a state is a name that every
 * change replaces. Whoever asks what is being worked out already waits for the same answer. Bounded by what the
 * answers hold; the one that was not asked for longest goes first.
 */
export class KnownAnswers {
  private readonly known = new Map<string, Known>();
  private bytes = 0;

  /** `work` runs where the answer for this state is not known. A failure is not kept. */
  async answer<T>(question: string, state: string, work: () => Promise<T>): Promise<T> {
    const before = this.known.get(question);
    if (before?.state === state) {
      this.known.delete(question);
      this.known.set(question, before);
      return before.answer as Promise<T>;
    }
    this.forget(question);
    const answer = work();
    const entry: Known = { state, answer, bytes: 0 };
    this.known.set(question, entry);
    try {
      const value = await answer;
      this.weigh(question, entry, value);
      return value;
    } catch (error) {
      if (this.known.get(question) === entry) this.forget(question);
      throw error;
    }
  }

  private weigh(question: string, entry: Known, value: unknown): void {
    if (this.known.get(question) !== entry) return;
    entry.bytes = question.length + JSON.stringify(value).length;
    this.bytes += entry.bytes;
    for (const oldest of this.known.keys()) {
      if (this.bytes <= BYTES) break;
      this.forget(oldest);
    }
  }

  private forget(question: string): void {
    this.bytes -= this.known.get(question)?.bytes ?? 0;
    this.known.delete(question);
  }
}
