import { randomUUID } from 'node:crypto';
import { backoffMs, type CallFailure } from '../../apps/scoring/src/domain/llm/call-failure.js';
import {
  FAILURES_TO_OPEN,
  mayCall,
  openFor,
  type LaneLimits,
} from '../../apps/scoring/src/domain/llm/call-limits.js';
import { NO_USAGE, type OpenCall, type ScorerUsage } from '../../apps/scoring/src/domain/scorer.js';
import type { CallRequest, Entrance } from '../../apps/scoring/src/llm/call-gate.js';
import type { Gate, Ledger } from '../../apps/scoring/src/llm/model-caller.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Gate and ledger of a program that is alone with the model: the service's limits and pauses, without its database. */
export class CallBook implements Gate, Ledger {
  /** Answered calls, and what they took. */
  usage: ScorerUsage = { ...NO_USAGE, costUsd: 0 };
  /** Calls that brought no answer. */
  failedCalls = 0;
  answers = 0;
  /** Why the model can not be asked at all: key, model, address or quota. */
  refusal: string | null = null;
  private readonly inFlight = new Set<string>();
  private begun: { at: number; tokens: number }[] = [];
  private pausedUntil = 0;
  private pauseReason = '';
  private openUntil = 0;
  private failures = 0;
  private rateHits = 0;

  enter({ tokens }: CallRequest, limits: LaneLimits): Promise<Entrance> {
    const now = Date.now();
    this.begun = this.begun.filter(({ at }) => now - at < DAY_MS);
    const minute = this.begun.filter(({ at }) => now - at < MINUTE_MS);
    const state = {
      ...{ pausedForMs: this.pausedUntil - now, pauseReason: this.pauseReason },
      ...{ failures: this.failures, openForMs: this.openUntil - now, inFlight: this.inFlight.size },
      callsLastMinute: minute.length,
      tokensLastMinute: minute.reduce((sum, call) => sum + call.tokens, 0),
      callsLastDay: this.begun.length,
      minuteFreesInMs: MINUTE_MS - (now - (minute[0]?.at ?? now)),
    };
    const may = mayCall(state, limits, tokens);
    if (!may.go) return Promise.resolve({ kind: 'wait', waitMs: may.waitMs, why: may.why });
    const callId = randomUUID();
    this.inFlight.add(callId);
    this.begun.push({ at: now, tokens });
    return Promise.resolve({ kind: 'go', callId });
  }

  landed(_lane: string, callId: string, holdBackMs: number): Promise<void> {
    this.inFlight.delete(callId);
    this.answers += 1;
    this.failures = this.rateHits = this.openUntil = 0;
    if (holdBackMs > 0) this.pause(holdBackMs, 'the provider says that nothing is left');
    return Promise.resolve();
  }

  failed(
    _lane: string,
    callId: string,
    failure: CallFailure,
    { retryMs }: { retryMs: number },
  ): Promise<boolean> {
    this.inFlight.delete(callId);
    this.failedCalls += 1;
    if (failure.kind === 'rate')
      this.pause(failure.waitMs ?? backoffMs(++this.rateHits, Math.random(), 2 * retryMs), failure.why);
    else if (failure.kind === 'provider')
      this.openUntil = Date.now() + (openFor(++this.failures, 4 * retryMs) ?? 0);
    else if (failure.kind === 'configuration' || this.answers === 0) this.refusal = failure.why;
    return Promise.resolve(failure.kind === 'provider' && this.failures >= FAILURES_TO_OPEN);
  }

  wasted(call: OpenCall): Promise<void> {
    this.settle(call);
    return Promise.resolve();
  }

  abandoned(callId: string): Promise<void> {
    this.inFlight.delete(callId);
    this.failedCalls += 1;
    return Promise.resolve();
  }

  everAnswered(): Promise<boolean> {
    return Promise.resolve(this.answers > 0);
  }

  settle({ inputTokens, outputTokens, costUsd }: OpenCall): void {
    const { usage } = this;
    this.usage = {
      calls: usage.calls + 1,
      inputTokens: usage.inputTokens + inputTokens,
      outputTokens: usage.outputTokens + outputTokens,
      costUsd: usage.costUsd === null || costUsd === null ? null : usage.costUsd + costUsd,
    };
  }

  private pause(ms: number, why: string): void {
    this.pausedUntil = Math.max(this.pausedUntil, Date.now() + ms);
    this.pauseReason = why;
  }
}
