/** At the most so old may an answer be that was remembered: what was revoked ends within it, what was changed is seen. */
const LASTS_MS = 2_000;
const MOST = 10_000;

/** Remembers answers for two seconds, so that busy callers do not cost a query each. Who comes meanwhile waits for the same. */
export class ShortMemory<T> {
  private readonly known = new Map<string, { value: Promise<T | undefined>; until: number }>();

  async remember(key: string, find: () => Promise<T | undefined>): Promise<T | undefined> {
    const now = performance.now();
    const found = this.known.get(key);
    if (found !== undefined && found.until > now) return found.value;
    if (this.known.size >= MOST) this.known.clear();
    const asked = { value: find(), until: now + LASTS_MS };
    this.known.set(key, asked);
    const forget = () => {
      if (this.known.get(key) === asked) this.known.delete(key);
    };
    asked.value.then((value) => value === undefined && forget(), forget);
    return asked.value;
  }

  forget(): void {
    this.known.clear();
  }
}
