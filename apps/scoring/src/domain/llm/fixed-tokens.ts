import { responseSchema } from './response-schema.js';
import { rubricPrompt } from './rubric-prompt.js';
import type { RubricDocument } from '@powerpulse/contracts';
import type { CountTokens } from './tokens.js';

/** Fence code, list of ids, the chat's own frame. */
const FRAME = 40;
const PER_DAY = 4;

/** What a call takes beside its days: the instruction, and the schema for the most days a call may have. */
export function fixedTokens(rubric: RubricDocument, maxDays: number, count: CountTokens): number {
  return (
    count(rubricPrompt(rubric)) +
    count(JSON.stringify(responseSchema(maxDays, rubric))) +
    FRAME +
    PER_DAY * maxDays
  );
}
