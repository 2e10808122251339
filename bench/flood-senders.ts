/** Started by flood.ts as a process of its own, at the lowest priority: a large file, and then small ones, as fast as they go. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Gateway } from './api.js';
import { AGAIN_MS, count, exportOf, keyOf, type Refusals, send, START } from './flood-requests.js';
import { makeConversation, seededRandom } from './generate.js';

/** More than the gateway takes at once. */
const SENDERS = 96;
const BOUNDARY = 'flood-of-a-gigabyte';

export interface FloodOrder {
  gateway: Gateway;
  /** Small ones, of a conversation each. */
  uploads: number;
  /** Of the large file. */
  megabytes: number;
}

export interface Flooded {
  accepted: number;
  refused: Refusals;
  large_file: { id: string; megabytes: number; seconds: number };
}

async function sendAll(flood: Gateway, uploads: number, refused: Refusals): Promise<number> {
  let next = 0;
  let accepted = 0;
  const sender = async () => {
    for (let i = next++; i < uploads; i = next++) {
      await send(flood, `small-${String(i)}`, exportOf(`small-${String(i)}`, 1), refused);
      accepted++;
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return accepted;
}

/** Ordinary chats, made while they are sent. */
async function sendLarge(
  flood: Gateway,
  megabytes: number,
  refused: Refusals,
): Promise<{ id: string; megabytes: number; seconds: number }> {
  const began = performance.now();
  let bytes = 0;
  const random = seededRandom(7);
  function* chats(): Generator<Uint8Array> {
    const name = 'content-disposition: form-data; name="file"; filename="export.json"';
    yield Buffer.from(`--${BOUNDARY}\r\n${name}\r\ncontent-type: application/json\r\n\r\n`);
    for (let i = 0; bytes < megabytes * 1e6; i++) {
      const id = `large-${String(i)}`;
      const piece = `${i === 0 ? '{' : ','}\n${JSON.stringify(id)}:${JSON.stringify(makeConversation(id, START, random))}`;
      const part = Buffer.from(piece);
      bytes += part.length;
      yield part;
    }
    yield Buffer.from(`\n}\r\n--${BOUNDARY}--\r\n`);
  }
  for (;;) {
    bytes = 0;
    const response = await fetch(new URL('/api/upload-json', flood.url), {
      ...{ method: 'POST', duplex: 'half', body: ReadableStream.from(chats()) },
      headers: { ...keyOf(flood), 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    });
    const said = await response.text();
    if (response.status === 202) {
      const { upload_id: id } = JSON.parse(said) as { upload_id: string };
      return { id, megabytes: bytes / 1e6, seconds: (performance.now() - began) / 1000 };
    }
    if (![429, 503].includes(response.status)) throw new Error(`${String(response.status)} ${said}`);
    count(refused, response.status);
    await delay(AGAIN_MS);
  }
}

const { gateway, uploads, megabytes } = JSON.parse(process.argv[2] ?? '') as FloodOrder;
const refused: Refusals = {};
const large_file = await sendLarge(gateway, megabytes, refused);
const accepted = await sendAll(gateway, uploads, refused);
console.log(JSON.stringify({ accepted, refused, large_file } satisfies Flooded));
