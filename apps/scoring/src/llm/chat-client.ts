import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import type {
  ChatCompletion,
  ChatCompletionCreateParamsNonStreaming,
} from 'openai/resources/chat/completions';
import { exhaustedForMs, failureOf, type CallFailure } from '../domain/llm/call-failure.js';
import type { OutgoingPrompt } from '../domain/llm/outgoing-prompt.js';
import { AnswerTooLong, boundedFetch } from './bounded-fetch.js';
import type { ModelSettings } from './model-settings.js';

export type ChatReply =
  | { kind: 'answer'; content: string; finish: string; usage: TokenUsage | null; holdBackMs: number }
  | { kind: 'refusal'; usage: TokenUsage | null; holdBackMs: number }
  | { kind: 'failure'; failure: CallFailure };

export interface TokenUsage {
  input: number;
  output: number;
}

/** The only place that talks to a provider. It takes sealed prompts and nothing else; its errors carry no text and no key. */
export class ChatClient {
  private readonly client: OpenAI;

  constructor(private readonly settings: ModelSettings) {
    const { apiKey, baseUrl, keyHeader } = settings;
    this.client = new OpenAI({
      apiKey: apiKey ?? 'none',
      baseURL: baseUrl,
      organization: null,
      project: null,
      // Retries are ours: they are counted, limited and paid for the whole fleet.
      maxRetries: 0,
      timeout: settings.timeoutMs,
      fetch: boundedFetch,
      logLevel: 'off',
      ...(keyHeader !== null && { defaultHeaders: { [keyHeader]: apiKey } }),
    });
  }

  /** `signal` gives the call up; the deadline of the whole call, body included, is the settings'. */
  async send(prompt: OutgoingPrompt, signal: AbortSignal): Promise<ChatReply> {
    const deadline = AbortSignal.timeout(this.settings.timeoutMs);
    try {
      const { data, response } = await this.client.chat.completions
        .create(this.body(prompt), { signal: AbortSignal.any([signal, deadline]) })
        .withResponse();
      return replyOf(data, exhaustedForMs(response.headers));
    } catch (error) {
      signal.throwIfAborted();
      return { kind: 'failure', failure: failureOf(httpFailure(error, deadline.aborted), Date.now()) };
    }
  }

  private body(prompt: OutgoingPrompt): ChatCompletionCreateParamsNonStreaming {
    const { model, tokenLimitField, structured } = this.settings;
    return {
      model,
      messages: [
        { role: 'system', content: prompt.system },
        { role: 'user', content: prompt.user },
      ],
      temperature: 0,
      [tokenLimitField]: prompt.maxAnswerTokens,
      ...(structured === 'json_schema' && {
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'days', strict: true, schema: prompt.schema },
        },
      }),
      ...(structured === 'json_object' && { response_format: { type: 'json_object' } }),
    };
  }
}

function replyOf(data: unknown, holdBackMs: number): ChatReply {
  // What a captive portal or a half-compatible server sends is not what the SDK's types promise.
  const completion = data as Partial<ChatCompletion> | null;
  const choice = typeof completion === 'object' ? completion?.choices?.[0] : undefined;
  if (choice === undefined) return { kind: 'failure', failure: NO_COMPLETION };
  const reported = completion?.usage;
  const usage =
    reported == null ? null : { input: reported.prompt_tokens, output: reported.completion_tokens };
  const { refusal, content } = choice.message;
  if (choice.finish_reason === 'content_filter' || (refusal != null && refusal !== ''))
    return { kind: 'refusal', usage, holdBackMs };
  return { kind: 'answer', content: content ?? '', finish: choice.finish_reason, usage, holdBackMs };
}

const NO_COMPLETION: CallFailure = {
  kind: 'provider',
  why: 'the answer is no completion',
  status: 200,
  mayHaveCost: false,
};

function httpFailure(error: unknown, timedOut: boolean): Parameters<typeof failureOf>[0] {
  const none = { status: null, code: null, retryAfter: null, timedOut };
  if (timedOut || error instanceof APIConnectionTimeoutError) return { ...none, timedOut: true };
  if (
    error instanceof APIConnectionError ||
    error instanceof APIUserAbortError ||
    error instanceof AnswerTooLong
  )
    return none;
  if (!(error instanceof APIError)) return none;
  const status = error.status as number | undefined;
  const headers = error.headers as Headers | undefined;
  return {
    status: status ?? null,
    code: error.code ?? null,
    retryAfter: headers?.get('retry-after') ?? null,
    timedOut: false,
  };
}
