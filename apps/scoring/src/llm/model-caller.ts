import { setTimeout as delay } from 'node:timers/promises';
import { createLogger, isOutage, traced } from '@powerpulse/runtime';
import type { CallFailure } from '../domain/llm/call-failure.js';
import { backoffMs } from '../domain/llm/call-failure.js';
import type { LaneLimits } from '../domain/llm/call-limits.js';
import type { OutgoingPrompt } from '../domain/llm/outgoing-prompt.js';
import { costOf, priceOf } from '../domain/llm/prices.js';
import { BudgetExhausted, JobDelayed, type OpenCall } from '../domain/scorer.js';
import type { Signal } from '../jobs/signal.js';
import type { CallGate } from './call-gate.js';
import type { CallLedger } from './call-ledger.js';
import type { ChatClient, ChatReply, TokenUsage } from './chat-client.js';
import type { ModelSettings } from './model-settings.js';
import { Turnstile } from './turnstile.js';

export interface CallPurpose {
  organization: string;
  jobId: string;
  runId: string;
  signal: AbortSignal;
}

export type CallResult =
  | { kind: 'answer'; content: string; cutOff: boolean; call: OpenCall }
  | { kind: 'refusal'; call: OpenCall }
  /** The provider will not take this request; nothing was paid. */
  | { kind: 'rejected'; why: string };

/** Of a fleet in PostgreSQL; of a program that is alone with the model in memory. */
export type Gate = Pick<CallGate, 'enter'>;
export type Ledger = Pick<CallLedger, 'landed' | 'failed' | 'wasted' | 'abandoned' | 'everAnswered'>;

/** A call and two retries. */
export const TRIES = 3;
/** In place of a number of tries: it is no use to go on. */
const DOWN = Infinity;
/** Longer waits give the job back, so that its worker can do something else. */
const LONGEST_WAIT_MS = 3_000;

/** One prompt through the gate to the provider, until it answers or the job has to wait. */
export class ModelCaller {
  private readonly log = createLogger('llm');
  /** What keeps one call of this process waiting keeps all of them: the first in the line asks for everyone. */
  private readonly turnstile = new Turnstile();

  constructor(
    readonly lane: string,
    private readonly settings: ModelSettings,
    private readonly limits: LaneLimits,
    private readonly client: ChatClient,
    private readonly gate: Gate,
    private readonly ledger: Ledger,
    private readonly ended: Signal,
  ) {}

  async call(prompt: OutgoingPrompt, purpose: CallPurpose): Promise<CallResult> {
    for (let tries = 1; ;) {
      const callId = await this.turnstile.pass(() => this.enter(prompt, purpose));
      const reply = await this.send(prompt, callId, purpose.signal);
      if (reply.kind !== 'failure') {
        await this.landed(callId, reply.holdBackMs);
        return this.result(prompt, callId, reply);
      }
      const { failure } = reply;
      const down = await this.ledger.failed(this.lane, callId, failure, this.settings);
      this.ended.raise();
      this.log.warn(
        { job: purpose.jobId, lane: this.lane, status: failure.status, why: failure.why },
        'call failed',
      );
      if (failure.kind === 'request' && (await this.ledger.everAnswered(this.lane)))
        return { kind: 'rejected', why: failure.why };
      tries += await this.afterFailure(failure, down ? DOWN : tries, purpose.signal);
    }
  }

  private async landed(callId: string, holdBackMs: number): Promise<void> {
    try {
      await this.ledger.landed(this.lane, callId, holdBackMs);
    } catch (error) {
      // The answer is worth more than its place: that comes back when it is stored, or after its deadline.
      if (!isOutage(error)) throw error;
      this.log.warn({ err: error, lane: this.lane }, 'place not given back at once');
    }
    this.ended.raise();
  }

  /** Cost is known, and a reply that nobody waits for any more is still paid. */
  wasted(call: OpenCall): Promise<void> {
    return this.ledger.wasted(call);
  }

  /** Returns how many tries the failure has used up. */
  private async afterFailure(failure: CallFailure, tries: number, signal: AbortSignal): Promise<number> {
    switch (failure.kind) {
      case 'rate':
        return 0;
      case 'request':
      case 'configuration':
        this.log.error(
          { lane: this.lane, status: failure.status, why: failure.why },
          'the model can not be asked',
        );
        throw new JobDelayed(`provider: ${failure.why}`, this.settings.recheckMs);
      case 'provider': {
        const pause = backoffMs(Math.min(tries, TRIES), Math.random(), this.settings.retryMs);
        // An outage is no try of the job; a provider that fails for this job alone may be failing because of it.
        if (tries >= TRIES) throw new JobDelayed(`provider: ${failure.why}`, 4 * pause, tries !== DOWN);
        await delay(pause, undefined, { signal });
        return 1;
      }
    }
  }

  private async enter(
    prompt: OutgoingPrompt,
    { organization, jobId, runId, signal }: CallPurpose,
  ): Promise<string> {
    const { inputTokens, maxAnswerTokens } = prompt;
    const request = {
      ...{ lane: this.lane, organization, jobId, runId, days: prompt.days.length },
      tokens: inputTokens + maxAnswerTokens,
      usd: this.cost({ input: inputTokens, output: maxAnswerTokens }),
      timeoutMs: this.settings.timeoutMs,
    };
    for (;;) {
      signal.throwIfAborted();
      const seen = this.ended.raised;
      const entrance = await this.gate.enter(request, this.limits);
      switch (entrance.kind) {
        case 'go':
          return entrance.callId;
        case 'cancelled':
          throw new JobDelayed('cancelled while it waited', 0);
        case 'budget':
          throw new BudgetExhausted(entrance.why);
        case 'wait':
          if (entrance.waitMs > LONGEST_WAIT_MS)
            throw new JobDelayed(entrance.why, entrance.waitMs * (1 + Math.random() / 10));
          await this.ended.wait(seen, entrance.waitMs, signal);
      }
    }
  }

  private async send(prompt: OutgoingPrompt, callId: string, signal: AbortSignal): Promise<ChatReply> {
    try {
      return await this.tracedSend(prompt, signal);
    } catch (error) {
      await this.ledger.abandoned(callId);
      this.ended.raise();
      throw error;
    }
  }

  /** OpenTelemetry's names for calls of language models; neither prompt nor answer. */
  private tracedSend(prompt: OutgoingPrompt, signal: AbortSignal): Promise<ChatReply> {
    const { model } = this.settings;
    const attributes = {
      ...{
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': this.lane,
        'gen_ai.request.model': model,
      },
      days: prompt.days.length,
    };
    return traced(`chat ${model}`, { kind: 'client', attributes }, async (note) => {
      const reply = await this.client.send(prompt, signal);
      const usage = reply.kind === 'failure' ? null : reply.usage;
      note({
        outcome: reply.kind,
        ...(usage && {
          'gen_ai.usage.input_tokens': usage.input,
          'gen_ai.usage.output_tokens': usage.output,
        }),
      });
      return reply;
    });
  }

  private result(
    prompt: OutgoingPrompt,
    callId: string,
    reply: Exclude<ChatReply, { kind: 'failure' }>,
  ): CallResult {
    const usage = reply.usage ?? {
      // A server that does not count is counted by our own estimate.
      input: prompt.inputTokens,
      output: reply.kind === 'answer' ? Math.ceil(reply.content.length / 4) : 0,
    };
    const call: OpenCall = {
      ...{ callId, inputTokens: usage.input, outputTokens: usage.output },
      costUsd: this.cost(usage),
    };
    if (reply.kind === 'refusal') return { kind: 'refusal', call };
    return { kind: 'answer', content: reply.content, cutOff: reply.finish === 'length', call };
  }

  cost({ input, output }: TokenUsage): number | null {
    const today = new Date().toISOString().slice(0, 10);
    return costOf(priceOf(this.settings.model, today, this.settings.price), input, output);
  }
}
