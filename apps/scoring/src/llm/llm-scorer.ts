import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ScorerId, UnscoredReason } from '@powerpulse/contracts';
import { afterFailure } from '../domain/after-failure.js';
import { backoffMs } from '../domain/llm/call-failure.js';
import { verdictsOf } from '../domain/llm/answer-verdicts.js';
import { OutgoingPrompt } from '../domain/llm/outgoing-prompt.js';
import { readAnswer } from '../domain/llm/read-answer.js';
import type { RubricDocument } from '@powerpulse/contracts';
import type { SealedDay } from '../domain/llm/seal-day.js';
import { selectDays } from '../domain/llm/select-days.js';
import {
  NO_USAGE,
  type OpenCall,
  type Scorer,
  type ScorerAnswer,
  type ScorerRequest,
  type ScorerVerdict,
} from '../domain/scorer.js';
import { TRIES, type ModelCaller } from './model-caller.js';
import type { ModelSettings } from './model-settings.js';
import type { Sealing } from './sealing.js';

export interface Judge {
  rubric: RubricDocument;
  settings: ModelSettings;
  /** Input tokens of a whole call, and what of them instruction and schema take. */
  maxTokens: number;
  fixedTokens: number;
}

type Asked = { verdicts: ReadonlyMap<string, ScorerVerdict>; calls: OpenCall[]; open: OpenCall | null };

/** Days judged by a language model, together: one answered call a job. */
export class LlmScorer implements Scorer {
  constructor(
    readonly id: ScorerId,
    private readonly judgeBy: Judge,
    private readonly caller: ModelCaller,
    private readonly sealing: Sealing,
  ) {}

  async judge(request: ScorerRequest): Promise<ScorerAnswer> {
    const { maxTokens, fixedTokens, settings } = this.judgeBy;
    const room = maxTokens - fixedTokens;
    const sealed = await this.sealing.seal(request.days, room, settings.tokenizer);
    const { now, later } = selectDays(sealed, request.days, room);
    if (now.length === 0) return { verdicts: later, usage: NO_USAGE };
    const { verdicts, calls, open } = await this.ask(now, request);
    return {
      verdicts: new Map([...later, ...verdicts]),
      usage: {
        calls: calls.length,
        inputTokens: calls.reduce((sum, call) => sum + call.inputTokens, 0),
        outputTokens: calls.reduce((sum, call) => sum + call.outputTokens, 0),
        costUsd: calls.reduce<number | null>(
          (sum, { costUsd }) => (sum === null || costUsd === null ? null : sum + costUsd),
          0,
        ),
      },
      open: open === null ? [] : [open],
    };
  }

  /** Until an answer can be read, a few times; then the days are asked for again in halves. */
  private async ask(sealed: readonly SealedDay[], request: ScorerRequest): Promise<Asked> {
    const { rubric, settings, fixedTokens } = this.judgeBy;
    const attempts = new Map(request.days.map((day) => [day.dayId, day.attempts]));
    const days = sealed.map(({ dayId }) => ({ dayId, attempts: attempts.get(dayId) ?? 0 }));
    const calls: OpenCall[] = [];
    const give = (why: string, reason: UnscoredReason, open: OpenCall | null): Asked => ({
      verdicts: afterFailure(days, why, { reason, attempts: 1 }),
      calls,
      open,
    });
    for (let tries = 1; ; tries++) {
      const nonce = randomBytes(4).toString('hex');
      const prompt = OutgoingPrompt.of(sealed, {
        rubric,
        nonce,
        outputLimit: settings.outputLimit,
        fixed: fixedTokens,
      });
      const result = await this.caller.call(prompt, request);
      if (result.kind === 'rejected') return give(result.why, 'provider_failed', null);
      calls.push(result.call);
      const answer =
        result.kind === 'refusal'
          ? { problem: 'the model refuses', reason: 'refused' as const }
          : (unusable(result.content, result.cutOff) ?? readAnswer(result.content, prompt.days, rubric));
      if (!('problem' in answer))
        return {
          verdicts: verdictsOf(answer, prompt.days, rubric, (dayId) => attempts.get(dayId) ?? 0),
          calls,
          open: result.call,
        };
      const hopeless = (result.kind === 'refusal' || result.cutOff) && days.length > 1;
      if (tries >= TRIES || hopeless)
        return give(answer.problem, 'reason' in answer ? answer.reason : 'invalid_answer', result.call);
      await this.caller.wasted(result.call);
      await delay(backoffMs(tries, Math.random(), settings.retryMs), undefined, { signal: request.signal });
    }
  }
}

/** Nothing of an answer that was cut off is used: its last entry may be half of one. */
const unusable = (content: string, cutOff: boolean) =>
  cutOff ? { problem: `the answer was cut off after ${content.length} characters` } : null;
