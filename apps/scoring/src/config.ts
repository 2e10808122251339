import { commonConfig } from '@powerpulse/runtime';
import { z } from 'zod';

const Count = z.coerce.number().int().positive();
const Usd = z.coerce.number().nonnegative();
const Key = z.string().min(1).optional();

const providers = {
  /** `auto`: the first provider that has a key, else the local scorer. */
  SCORER: z.enum(['auto', 'local', 'openai', 'gemini', 'compatible']).default('auto'),
  /** With a key days can be judged by OpenAI. */
  OPENAI_API_KEY: Key,
  /** Where it is asked. */
  OPENAI_BASE_URL: z.url().default('https://api.openai.com/v1'),
  /** Which of its models judges. */
  OPENAI_MODEL: z.string().min(1).default('gpt-4o-mini'),
  /** With a key days can be judged by Gemini. */
  GEMINI_API_KEY: Key,
  /** Where it is asked, by the protocol of OpenAI. */
  GEMINI_BASE_URL: z.url().default('https://generativelanguage.googleapis.com/v1beta/openai/'),
  /** Which of its models judges. */
  GEMINI_MODEL: z.string().min(1).default('gemini-2.5-flash-lite'),
  /** Any server that speaks OpenAI's chat completions: vLLM, Ollama, LiteLLM, Azure. */
  COMPATIBLE_BASE_URL: z.url().optional(),
  /** Its key, where it asks for one. */
  COMPATIBLE_API_KEY: Key,
  /** Its model. */
  COMPATIBLE_MODEL: z.string().min(1).optional(),
  /** Its name on scores. */
  COMPATIBLE_NAME: z.string().min(1).max(40).default('compatible'),
  /** Azure: `api-key`. */
  COMPATIBLE_KEY_HEADER: z.string().min(1).optional(),
  /** How it is told the form of the answer: a JSON schema, any JSON, or in words only. */
  COMPATIBLE_STRUCTURED: z.enum(['json_schema', 'json_object', 'none']).default('json_schema'),
  /** Tokens that its model can answer with. */
  COMPATIBLE_OUTPUT_LIMIT: Count.default(8_192),
};

const calls = {
  /** Calls in flight, over all replicas together. */
  AI_CONCURRENCY: Count.default(5),
  /** Calls that begin within a minute, over all replicas together; what the provider says where absent. */
  AI_REQUESTS_PER_MINUTE: Count.optional(),
  /** Tokens of calls that begin within a minute, over all replicas together. */
  AI_TOKENS_PER_MINUTE: Count.optional(),
  /** Calls that begin within 24 hours, over all replicas together. */
  AI_REQUESTS_PER_DAY: Count.optional(),
  /** Total time for one call. */
  AI_TIMEOUT_MS: Count.default(60_000),
  /** Pause before the first try again; it doubles. */
  AI_RETRY_MS: Count.default(500),
  /** A provider that refuses the key, the model or more quota is left alone for so long, again and again. */
  AI_RECHECK_MS: Count.default(60_000),
  /** Tokens of one prompt with its answer. */
  MAX_TOKENS_PER_JOB: z.coerce.number().int().min(4_000).default(16_000),
  /** Days that are judged together at most. */
  BATCH_SIZE: z.coerce.number().int().min(1).max(200).default(40),
  /** How long a day waits for company while others still come; a quarter of it once none does. */
  JOB_LINGER_MS: z.coerce.number().int().min(0).default(2_000),
};

const budgets = {
  /** Of every organization that has no budget of its own; none where absent. */
  BUDGET_USD_PER_MONTH: Usd.optional(),
  /** What becomes of days when a budget is used up. */
  BUDGET_FALLBACK: z.enum(['wait', 'local']).default('wait'),
  /** US dollars per million tokens, for models that the price table does not know. */
  PRICE_INPUT_PER_MILLION: Usd.optional(),
  /** The same for answers; both or none. */
  PRICE_OUTPUT_PER_MILLION: Usd.optional(),
};

const model = z.object({ ...providers, ...calls, ...budgets });

export type ModelConfig = z.infer<typeof model>;

function complete(config: ModelConfig, context: z.core.$RefinementCtx): void {
  const need = (name: keyof ModelConfig, why: string) => {
    if (config[name] === undefined) context.addIssue({ code: 'custom', path: [name], message: why });
  };
  if (config.SCORER === 'openai') need('OPENAI_API_KEY', 'SCORER=openai needs it');
  if (config.SCORER === 'gemini') need('GEMINI_API_KEY', 'SCORER=gemini needs it');
  if (config.SCORER === 'compatible') {
    need('COMPATIBLE_BASE_URL', 'SCORER=compatible needs it');
    need('COMPATIBLE_MODEL', 'SCORER=compatible needs it');
  }
  if ((config.PRICE_INPUT_PER_MILLION === undefined) !== (config.PRICE_OUTPUT_PER_MILLION === undefined))
    context.addIssue({ code: 'custom', path: ['PRICE_INPUT_PER_MILLION'], message: 'both prices or none' });
}

/** What a program needs that asks a model and has no database. */
export const modelConfigSchema = model.superRefine(complete);

export const scoringConfigSchema = z
  .object({
    ...commonConfig,
    /** Threads that run the local scorer. */
    LOCAL_SCORER_THREADS: z.coerce.number().int().min(1).max(64).default(1),
    ...model.shape,
  })
  .superRefine(complete);

export type ScoringConfig = z.infer<typeof scoringConfigSchema>;
