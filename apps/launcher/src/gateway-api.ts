import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { repositoryRoot } from './stack-options.js';

const PATIENCE_MS = 60_000;
const AGAIN_MS = 500;

const Problem = z.looseObject({ detail: z.string().optional(), title: z.string().optional() });

/** The running product over HTTP, as the organization that the key belongs to. Outages are waited out. */
export class GatewayApi {
  constructor(
    private readonly url: string,
    private readonly key: string | undefined,
  ) {}

  async ask(method: string, target: string, body?: unknown): Promise<unknown> {
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

/** Which gateway and whose key: from the command line, the environment, or the data folder of `npm start`. */
export function gatewayApi({ url, data }: { url?: string; data?: string }): GatewayApi {
  const { POWERPULSE_URL, POWERPULSE_KEY, INIT_CWD = process.cwd() } = process.env;
  const folder = data ? path.resolve(INIT_CWD, data) : path.join(repositoryRoot(), '.powerpulse');
  const file = path.join(folder, 'owner-key');
  const key = POWERPULSE_KEY ?? (fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : undefined);
  return new GatewayApi(url ?? POWERPULSE_URL ?? 'http://127.0.0.1:3000', key);
}

async function problemIn(answer: Response): Promise<Error> {
  const text = await answer.text();
  const problem = text.startsWith('{') ? Problem.parse(JSON.parse(text)) : {};
  return new Error(`${answer.status}: ${problem.detail ?? problem.title ?? text.slice(0, 300)}`);
}
