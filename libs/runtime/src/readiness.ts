import { Injectable } from '@nestjs/common';
import { safeError } from './safe-error.js';

type Check = () => Promise<unknown>;

interface CheckResult {
  ok: boolean;
  ms: number;
  error?: string;
}

export interface ReadinessReport {
  ready: boolean;
  /** `since`: when it was first seen like this. */
  checks: Record<string, CheckResult & { since: string }>;
}

/** Follows what the service depends on. Answers in time even where a dependency hangs. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, { check: Check; needed: boolean }>();
  private readonly seen = new Map<string, { ok: boolean; since: string }>();
  private stopping = false;

  /** `needed: false`: reported, but the service can do its work without it. */
  add(name: string, check: Check, { needed = true } = {}): void {
    this.checks.set(name, { check, needed });
  }

  /** From now on not ready: load balancers send no more. */
  stop(): void {
    this.stopping = true;
  }

  async report(withinMs = 1_500): Promise<ReadinessReport> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, { check, needed }]) => ({
        name,
        needed,
        result: this.withSince(name, await timed(check, withinMs)),
      })),
    );
    const ready = !this.stopping && results.every(({ needed, result }) => result.ok || !needed);
    return { ready, checks: Object.fromEntries(results.map(({ name, result }) => [name, result])) };
  }

  private withSince(name: string, result: CheckResult): CheckResult & { since: string } {
    const before = this.seen.get(name);
    const since = before?.ok === result.ok ? before.since : new Date().toISOString();
    this.seen.set(name, { ok: result.ok, since });
    return { ...result, since };
  }
}

async function timed(check: Check, withinMs: number): Promise<CheckResult> {
  const start = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${withinMs} ms`)), withinMs);
  });
  try {
    await Promise.race([check(), late]);
    return { ok: true, ms: Math.round(performance.now() - start) };
  } catch (error) {
    return { ok: false, ms: Math.round(performance.now() - start), error: safeError(error).message };
  } finally {
    clearTimeout(timer);
  }
}
