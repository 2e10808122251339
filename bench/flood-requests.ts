/** What flood.ts and its senders have in common. */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Gateway } from './api.js';
import { makeConversation, seededRandom } from './generate.js';

/** A sender that does not wait as long as it is asked to. */
export const AGAIN_MS = 200;
export const START = Date.parse('2026-05-01T00:00:00Z');

export type Refusals = Record<string, number>;

export const keyOf = ({ key }: Gateway) => ({ authorization: `Bearer ${key}` });

export const count = (refusals: Refusals, status: number | string, times = 1) => {
  refusals[status] = (refusals[status] ?? 0) + times;
};

export function exportOf(prefix: string, conversations: number): string {
  const random = seededRandom(createHash('sha256').update(prefix).digest().readUInt32LE());
  const chats = Array.from({ length: conversations }, (_, i) => {
    const id = conversations === 1 ? prefix : `${prefix}-${String(i)}`;
    return [id, makeConversation(id, START, random).slice(0, 4)] as const;
  });
  return JSON.stringify(Object.fromEntries(chats));
}

/** Until it is accepted. A refusal has to say when to come back; anything else ends the measurement. */
export async function send(gateway: Gateway, key: string, body: string, refused: Refusals): Promise<string> {
  for (;;) {
    const form = new FormData();
    form.set('file', new File([body], 'export.json', { type: 'application/json' }));
    const response = await fetch(new URL('/api/upload-json', gateway.url), {
      ...{ method: 'POST', body: form, headers: { ...keyOf(gateway), 'idempotency-key': key } },
    });
    if (response.status === 202) return ((await response.json()) as { upload_id: string }).upload_id;
    const said = await response.text();
    if (![429, 503].includes(response.status) || !response.headers.has('retry-after'))
      throw new Error(`${String(response.status)} ${said}`);
    count(refused, response.status);
    await delay(AGAIN_MS);
  }
}
