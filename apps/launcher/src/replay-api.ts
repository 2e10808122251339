import { setTimeout as delay } from 'node:timers/promises';
import { Replay } from '@powerpulse/contracts';
import { z } from 'zod';

const PATIENCE_MS = 60_000;
const AGAIN_MS = 500;

const Problem = z.looseObject({ detail: z.string().optional(), title: z.string().optional() });

/** Replays over HTTP, of the organization that the key belongs to. Outages are waited out. */
export class ReplayApi {
  constructor(
    private readonly url: string,
    private readonly key: string | undefined,
  ) {}

  async list(): Promise<Replay[]> {
    const answer = await this.ask('GET', '/api/replays');
    return z.object({ replays: z.array(Replay) }).parse(answer).replays;
  }

  async get(id: string): Promise<Replay> {
    return Replay.parse(await this.ask('GET', `/api/replays/${id}`));
  }

  /** Sent again after an outage it is the same replay. */
  async start(request: Pick<Replay, 'replay_id' | 'switch' | 'start_date' | 'end_date'>): Promise<Replay> {
    return Replay.parse(await this.ask('POST', '/api/replays', request));
  }

  async steer(id: string, action: string): Promise<Replay> {
    return Replay.parse(await this.ask('POST', `/api/replays/${id}/${action}`, {}));
  }

  private async ask(method: string, target: string, body?: unknown): Promise<unknown> {
    for (const end = Date.now() + PATIENCE_MS; ; await delay(AGAIN_MS)) {
      const last = Date.now() > end;
      const answer = await this.send(method, target, body);
      if (answer instanceof Response && answer.ok) return answer.json();
      if (answer instanceof Response && ![429, 503].includes(answer.status)) throw await problemIn(answer);
      if (last) throw answer instanceof Response ? await problemIn(answer) : answer;
    }
  }

  private async send(method: string, target: string, body: unknown): Promise<Response | Error> {
    const headers = {
      ...(this.key && { authorization: `Bearer ${this.key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    try {
      return await fetch(new URL(target, this.url), {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      return new Error(`${this.url} does not answer: name the gateway with --url`, { cause });
    }
  }
}

async function problemIn(answer: Response): Promise<Error> {
  const text = await answer.text();
  const problem = text.startsWith('{') ? Problem.parse(JSON.parse(text)) : {};
  return new Error(`${answer.status}: ${problem.detail ?? problem.title ?? text.slice(0, 300)}`);
}
