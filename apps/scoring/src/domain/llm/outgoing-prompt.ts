import { hash } from 'node:crypto';
import { aliasOf, maxAnswerTokens, responseSchema } from './response-schema.js';
import { rubricPrompt } from './rubric-prompt.js';
import type { RubricDocument } from '@powerpulse/contracts';
import type { SealedDay } from './seal-day.js';

export interface AskedDay {
  alias: string;
  /** Echoed by the model: an answer about another day does not know it. */
  check: string;
  sealed: SealedDay;
}

/**
 * The only thing the chat client sends. There is no way to make one but from sealed days, so every prompt that leaves
 * has its identifiers hidden and its days fenced.
 */
export class OutgoingPrompt {
  private constructor(
    readonly system: string,
    readonly user: string,
    readonly schema: Record<string, unknown>,
    readonly days: readonly AskedDay[],
    readonly inputTokens: number,
    readonly maxAnswerTokens: number,
  ) {}

  /** `nonce`: unguessable and new for each call. `fixed`: tokens of instruction and schema. */
  static of(
    sealed: readonly SealedDay[],
    {
      rubric,
      nonce,
      outputLimit,
      fixed,
    }: { rubric: RubricDocument; nonce: string; outputLimit: number; fixed: number },
  ): OutgoingPrompt {
    const days = sealed.map((day, index): AskedDay => {
      const alias = aliasOf(index);
      return { alias, check: hash('sha256', `${nonce} ${alias}`, 'hex').slice(0, 4), sealed: day };
    });
    const system = rubricPrompt(rubric);
    const user = [
      `Fence code: ${nonce}`,
      ...days.map((day) => fenced(day, nonce)),
      `Return exactly one entry for each of: ${days.map((day) => day.alias).join(', ')}.`,
    ].join('\n\n');
    const schema = responseSchema(days.length, rubric);
    const inputTokens = fixed + sealed.reduce((sum, day) => sum + day.tokens, 0);
    return new OutgoingPrompt(
      system,
      user,
      schema,
      days,
      inputTokens,
      maxAnswerTokens(days.length, outputLimit),
    );
  }
}

function fenced({ alias, check, sealed }: AskedDay, nonce: string): string {
  return [
    `<<<${nonce} ${alias} check=${check} date=${sealed.date}>>>`,
    ...sealed.lines,
    `<<<${nonce} end ${alias}>>>`,
  ].join('\n');
}
