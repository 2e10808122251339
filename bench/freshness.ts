/** From the answer that accepts a message until the read models show it, under a steady trickle of live messages. */
import { setTimeout as delay } from 'node:timers/promises';
import { startStack } from '../apps/launcher/src/start-stack.js';
import { type Gateway, getJson, postJson } from './api.js';
import { seededRandom } from './generate.js';
import { percentiles, type Percentiles } from './percentiles.js';

const MESSAGES_EACH = 10;
const LOOK_EVERY_MS = 40;
const NEWEST = 100;

export interface FreshnessResult {
  conversations: number;
  messages: number;
  /** Really sent; the bar is for 100. */
  messages_per_second: number;
  /** Accepted (202) to visible with every message and a judgement; milliseconds, up to 40 too many for looking. */
  visible_ms: Percentiles;
  /** POST until 202. */
  accepted_ms: Percentiles;
}

interface Row {
  chat_id: string;
  message_count: number;
  csi: number | null;
}

/** `perSecond` messages for `seconds`: ten a request, each of a conversation of its own. */
export async function measureFreshness(perSecond: number, seconds: number): Promise<FreshnessResult> {
  const stack = await startStack({ environment: { ...process.env, LOG_LEVEL: 'warn' } });
  try {
    const gateway = { url: stack.urls.gateway ?? '', key: stack.ownerKey?.key ?? '' };
    const watch = new Watch(gateway);
    const acceptedMs: number[] = [];
    const requests = Math.round((perSecond / MESSAGES_EACH) * seconds);
    const random = seededRandom(1);
    const sent: Promise<void>[] = [];
    const started = performance.now();
    for (let n = 0; n < requests; n++) {
      const due = started + (n * 1000 * MESSAGES_EACH) / perSecond;
      await delay(Math.max(0, due - performance.now()));
      sent.push(send(gateway, conversation(n, random), watch, acceptedMs));
    }
    await Promise.all(sent);
    const took = (performance.now() - started) / 1000;
    const visibleMs = await watch.all(requests);
    return {
      conversations: requests,
      messages: requests * MESSAGES_EACH,
      messages_per_second: (requests * MESSAGES_EACH) / took,
      visible_ms: percentiles(visibleMs),
      accepted_ms: percentiles(acceptedMs),
    };
  } finally {
    await stack.stop();
  }
}

async function send(gateway: Gateway, body: ReturnType<typeof conversation>, watch: Watch, ms: number[]) {
  const began = performance.now();
  await postJson(gateway, '/api/conversations', { conversations: [body] });
  ms.push(performance.now() - began);
  watch.accepted(body.chat_id);
}

/** Ten messages of the last minutes, so that the newest conversations of the list are the newest sent. */
function conversation(n: number, random: () => number) {
  const now = Date.now();
  const messages = Array.from({ length: MESSAGES_EACH }, (_, i) => ({
    text: `${i % 2 === 0 ? 'My order has not arrived and nobody answers' : 'I am looking into it for you'} (${String(n)}.${String(i)})`,
    direction: i % 2 === 0 ? 'to_company' : 'to_client',
    sent_at: new Date(now - (MESSAGES_EACH - i) * 1000).toISOString(),
    ...(i % 2 === 1 && { agent_username: `agent_${String(Math.floor(random() * 40))}` }),
  }));
  return { chat_id: `live-${String(n)}`, messages };
}

/** Looks at the newest conversations again and again, as a dashboard would. */
class Watch {
  private readonly waiting = new Map<string, number>();
  private readonly visible: number[] = [];
  private readonly early = new Set<string>();
  private readonly looking: Promise<void>;
  private over = false;

  constructor(private readonly gateway: Gateway) {
    this.looking = this.look();
  }

  accepted(chatId: string): void {
    // Seen before its answer was read here: as fresh as can be.
    if (this.early.delete(chatId)) this.visible.push(0);
    else this.waiting.set(chatId, performance.now());
  }

  /** The waiting times of all, once every one has been seen. */
  async all(count: number): Promise<number[]> {
    while (this.visible.length < count) await Promise.race([delay(LOOK_EVERY_MS), this.looking]);
    this.over = true;
    await this.looking;
    return this.visible;
  }

  private async look(): Promise<void> {
    const seen = new Set<string>();
    while (!this.over) {
      const { conversations } = await getJson<{ conversations: Row[] }>(
        this.gateway,
        `/api/conversations?page_size=${String(NEWEST)}`,
      );
      const now = performance.now();
      for (const row of conversations) {
        if (seen.has(row.chat_id) || row.message_count < MESSAGES_EACH || row.csi === null) continue;
        seen.add(row.chat_id);
        const since = this.waiting.get(row.chat_id);
        if (since === undefined) this.early.add(row.chat_id);
        else this.visible.push(now - since);
        this.waiting.delete(row.chat_id);
      }
      await delay(LOOK_EVERY_MS);
    }
  }
}
