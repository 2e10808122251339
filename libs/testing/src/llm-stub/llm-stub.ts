import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { entryOf, fencedDays, obedient, type Entry, type FencedDay } from './stub-answer.js';
import { OK, type Fault } from './stub-faults.js';
import { play, type Reply } from './stub-reply.js';

/** One request as it came in, and what became of it. */
export interface StubCall {
  index: number;
  at: number;
  endedAt: number | null;
  authorization: string;
  /** The whole body, for searching. */
  body: string;
  model: string;
  maxTokens: number | null;
  system: string;
  user: string;
  days: FencedDay[];
  /** Calls open when this one came, itself included. */
  inFlight: number;
  status: number | null;
}

export interface LlmStubOptions {
  port?: number;
  /** Of ordinary answers. */
  latencyMs?: number;
  /** More requests at once, or one before a Retry-After is over, is a violation; the third one bans for ever. */
  ban?: { maxInFlight: number };
}

type Script = (call: StubCall) => Fault;

/** An OpenAI-compatible server that answers deterministically, misbehaves on demand and remembers every request. */
export class LlmStub {
  readonly calls: StubCall[] = [];
  violations = 0;
  private open = 0;
  private quietUntil = 0;
  private script: Script = () => OK;
  private readonly server: http.Server;

  private constructor(private readonly options: LlmStubOptions) {
    this.server = http.createServer((request, response) => {
      this.serve(request, response).catch(() => response.destroy());
    });
  }

  static async start(options: LlmStubOptions = {}): Promise<LlmStub> {
    const stub = new LlmStub(options);
    await new Promise<void>((resolve) => stub.server.listen(options.port ?? 0, '127.0.0.1', resolve));
    return stub;
  }

  /** For OPENAI_BASE_URL. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  get maxInFlight(): number {
    return Math.max(0, ...this.calls.map((call) => call.inFlight));
  }

  /** Calls that ended with a complete answer: the ones a provider charges for. */
  get answered(): number {
    return this.calls.filter((call) => call.status === 200).length;
  }

  /** From now on each request is treated so: by a function, or in order (then ordinarily again). */
  misbehave(script: Script | readonly Fault[]): void {
    if (typeof script === 'function') this.script = script;
    else {
      const rest = [...script];
      this.script = () => rest.shift() ?? OK;
    }
  }

  forget(): void {
    this.calls.length = 0;
    this.violations = 0;
    this.script = () => OK;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    this.open += 1;
    const call = this.record(request, body);
    response.once('close', () => {
      this.open -= 1;
      call.endedAt = Date.now();
    });
    const fault =
      this.banned(call) ?? (request.url?.endsWith('/chat/completions') ? this.script(call) : NOT_FOUND);
    await play(fault, this.replyTo(call, fault), response, this.options.latencyMs ?? 0);
    call.status = response.writableFinished ? response.statusCode : null;
    if (fault.kind === 'status' && fault.status === 429) {
      const seconds = Number(fault.headers?.['retry-after']);
      if (seconds > 0) this.quietUntil = Date.now() + seconds * 1_000;
    }
  }

  private record(request: http.IncomingMessage, body: string): StubCall {
    const json = JSON.parse(body) as {
      model?: string;
      max_completion_tokens?: number;
      messages?: { role: string; content: string }[];
    };
    const message = (role: string) => json.messages?.find((each) => each.role === role)?.content ?? '';
    const call: StubCall = {
      index: this.calls.length,
      at: Date.now(),
      endedAt: null,
      authorization: request.headers.authorization ?? '',
      body,
      model: json.model ?? '',
      maxTokens: json.max_completion_tokens ?? null,
      system: message('system'),
      user: message('user'),
      days: fencedDays(message('user')),
      inFlight: this.open,
      status: null,
    };
    this.calls.push(call);
    return call;
  }

  private banned(call: StubCall): Fault | null {
    const { ban } = this.options;
    if (ban === undefined) return null;
    if (call.inFlight > ban.maxInFlight || call.at < this.quietUntil) this.violations += 1;
    return this.violations >= 3
      ? { kind: 'status', status: 403, body: { error: { message: 'banned' } } }
      : null;
  }

  private replyTo(call: StubCall, fault: Fault): Reply {
    const topics = [...call.system.matchAll(/^- ([a-z0-9-]+)(?::|$)/gm)].map(([, slug]) => slug ?? '');
    const known = topics.slice(topics.indexOf('pending') + 1);
    let entries: Entry[] = call.days.map((day) => entryOf(day, known));
    if (fault.kind === 'entries') entries = fault.change(entries);
    if (fault.kind === 'obey') entries = obedient(entries, call.user);
    return { model: call.model, prompt: call.body, json: JSON.stringify({ days: entries }) };
  }
}

const NOT_FOUND: Fault = { kind: 'status', status: 404, body: { error: { message: 'no such path' } } };

async function bodyOf(request: http.IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
