import { setTimeout as delay } from 'node:timers/promises';

/** Waits for a condition and returns what it gave. The last failure explains the timeout. */
export async function until<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 30_000, everyMs = 20 } = {},
): Promise<NonNullable<T>> {
  let failure: unknown;
  for (const end = Date.now() + timeoutMs; ; await delay(everyMs)) {
    try {
      const value = await condition();
      if (value) return value;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > end)
      throw new Error(`not within ${timeoutMs} ms: ${condition.toString()}`, { cause: failure });
  }
}
