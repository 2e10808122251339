import { OUTCOMES } from '@powerpulse/contracts';
import { JUDGED_SCALES, SCORE_NAMES, type RubricDocument } from '@powerpulse/contracts';

export const aliasOf = (index: number): string => `d${index + 1}`;

const nullable = (type: 'number' | 'string', description: string) => ({ type: [type, 'null'], description });

const object = (properties: Record<string, unknown>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

/** JSON schema of an answer about N days. Depends on N and the rubric alone: providers compile it once. */
export function responseSchema(count: number, rubric: RubricDocument): Record<string, unknown> {
  const scores = Object.fromEntries(
    SCORE_NAMES.map((name) => {
      const { min, max, low, high } = JUDGED_SCALES[name];
      return [name, nullable('number', `${min} = ${low}, ${max} = ${high}`)];
    }),
  );
  const day = object({
    id: { type: 'string', enum: Array.from({ length: count }, (_, index) => aliasOf(index)) },
    check: { type: 'string' },
    reason: { type: 'string' },
    quotes: object(Object.fromEntries(SCORE_NAMES.map((name) => [name, { type: ['string', 'null'] }]))),
    ...scores,
    unsure: nullable('string', 'why a score is null'),
    outcome: { type: 'string', enum: OUTCOMES },
    topics: { type: 'array', items: { type: 'string', enum: rubric.topics.map((topic) => topic.slug) } },
    new_topics: { type: 'array', items: { type: 'string' } },
  });
  return object({ days: { type: 'array', items: day } });
}

/** Expected tokens of one day in an answer (measured on the stub's full answers), and the most it may take. */
export const ANSWER_TOKENS_PER_DAY = 230;
const MOST_TOKENS_PER_DAY = 400;
const ANSWER_FRAME_TOKENS = 100;

/** The most an answer about so many days may have: asked for as a limit, reserved in the budget. */
export const maxAnswerTokens = (days: number, outputLimit: number): number =>
  Math.min(outputLimit, ANSWER_FRAME_TOKENS + days * MOST_TOKENS_PER_DAY);
