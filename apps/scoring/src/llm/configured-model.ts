import type { ModelConfig } from '../config.js';
import type { Model } from './model-scorers.js';
import type { ModelSettings } from './model-settings.js';

/** The model that the configuration names; null where days are judged locally. */
export function configuredModel(config: ModelConfig): Model | null {
  const settings = settingsOf(config);
  if (settings === null) return null;
  return {
    settings,
    bounds: {
      maxTokens: config.MAX_TOKENS_PER_JOB,
      maxDays: config.BATCH_SIZE,
      lingerMs: config.JOB_LINGER_MS,
    },
    limits: {
      concurrency: config.AI_CONCURRENCY,
      requestsPerMinute: config.AI_REQUESTS_PER_MINUTE ?? null,
      tokensPerMinute: config.AI_TOKENS_PER_MINUTE ?? null,
      requestsPerDay: config.AI_REQUESTS_PER_DAY ?? null,
    },
  };
}

function settingsOf(config: ModelConfig): ModelSettings | null {
  switch (chosen(config)) {
    case 'local':
      return null;
    case 'openai':
      return {
        ...shared(config),
        provider: 'openai',
        model: config.OPENAI_MODEL,
        baseUrl: config.OPENAI_BASE_URL,
        apiKey: config.OPENAI_API_KEY ?? null,
        outputLimit: 16_384,
        tokenizer: 'o200k',
        tokenLimitField: 'max_completion_tokens',
      };
    case 'gemini':
      return {
        ...shared(config),
        provider: 'gemini',
        model: config.GEMINI_MODEL,
        baseUrl: config.GEMINI_BASE_URL,
        apiKey: config.GEMINI_API_KEY ?? null,
        outputLimit: 32_768,
      };
    case 'compatible':
      return {
        ...shared(config),
        provider: config.COMPATIBLE_NAME,
        model: config.COMPATIBLE_MODEL ?? '',
        baseUrl: config.COMPATIBLE_BASE_URL ?? '',
        apiKey: config.COMPATIBLE_API_KEY ?? null,
        keyHeader: config.COMPATIBLE_KEY_HEADER ?? null,
        outputLimit: config.COMPATIBLE_OUTPUT_LIMIT,
        structured: config.COMPATIBLE_STRUCTURED,
      };
  }
}

function chosen({ SCORER, ...keys }: ModelConfig): 'local' | 'openai' | 'gemini' | 'compatible' {
  if (SCORER !== 'auto') return SCORER;
  if (keys.OPENAI_API_KEY !== undefined) return 'openai';
  return keys.GEMINI_API_KEY === undefined ? 'local' : 'gemini';
}

function shared(config: ModelConfig) {
  const { PRICE_INPUT_PER_MILLION: input, PRICE_OUTPUT_PER_MILLION: output } = config;
  return {
    keyHeader: null,
    timeoutMs: config.AI_TIMEOUT_MS,
    retryMs: config.AI_RETRY_MS,
    recheckMs: config.AI_RECHECK_MS,
    tokenizer: 'estimate' as const,
    tokenLimitField: 'max_tokens' as const,
    structured: 'json_schema' as const,
    price: input === undefined || output === undefined ? null : { input: input / 1e6, output: output / 1e6 },
  };
}
