/** At the most so old may an answer be that was remembered: what was revoked ends within it, what was changed is seen. */
const LASTS_MS = 2_000;
const MOST = 10_000;

/** Remembers answers for two seconds, so that busy callers do not cost a query each. */
export class ShortMemory<T> {
  private readonly known = new Map<string, { value: T; until: number }>();

  async remember(key: string, find: () => Promise<T | undefined>): Promise<T | undefined> {
    const now = performance.now();
    const found = this.known.get(key);
    if (found !== undefined && found.until > now) return found.value;
    const value = await find();
    if (this.known.size >= MOST) this.known.clear();
    if (value === undefined) this.known.delete(key);
    else this.known.set(key, { value, until: now + LASTS_MS });
    return value;
  }

  forget(): void {
    this.known.clear();
  }
}
