import type { TokenPrice } from '../domain/llm/prices.js';
import type { Tokenizer } from './sealing-tasks.js';

/** Everything about the model that is asked, from the configuration. */
export interface ModelSettings {
  /** As it stands on scores. */
  provider: string;
  model: string;
  baseUrl: string;
  apiKey: string | null;
  /** Where the server wants its key in a header of its own. */
  keyHeader: string | null;
  /** Total time for a call. */
  timeoutMs: number;
  retryMs: number;
  recheckMs: number;
  outputLimit: number;
  tokenizer: Tokenizer;
  tokenLimitField: 'max_completion_tokens' | 'max_tokens';
  structured: 'json_schema' | 'json_object' | 'none';
  price: TokenPrice | null;
}
