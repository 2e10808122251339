/** One organization floods: 10,000 uploads and a gigabyte at once. What is refused, what it takes, and what another one notices. */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startStack } from '../apps/launcher/src/start-stack.js';
import { type Gateway, getJson, postJson } from './api.js';
import { makeConversation, seededRandom } from './generate.js';
import { percentiles, type Percentiles } from './percentiles.js';
import { usageOf } from './processes.js';
import { type ReadsMeanwhile, readsMeanwhile } from './reads-meanwhile.js';

/** More than the gateway takes at once. */
const SENDERS = 96;
/** A sender that does not wait as long as it is asked to. */
const AGAIN_MS = 200;
const BOUNDARY = 'flood-of-a-gigabyte';
const START = Date.parse('2026-05-01T00:00:00Z');

interface FloodOptions {
  /** Small ones, of a conversation each. */
  uploads: number;
  /** Of the large file. */
  megabytes: number;
  /** How long the other organization is watched before. */
  seconds: number;
}

interface Refusals {
  [status: string]: number;
}

export async function measureFlood({ uploads, megabytes, seconds }: FloodOptions): Promise<object> {
  const stack = await startStack({ environment: { ...process.env, LOG_LEVEL: 'warn' } });
  const database = new pg.Client({ connectionString: stack.urls.postgres });
  try {
    await database.connect();
    const url = stack.urls.gateway ?? '';
    const quiet = { url, key: stack.ownerKey?.key ?? '' };
    const made = { organization: 'flood', name: 'Flood' };
    const { owner_key } = await postJson<{ owner_key: string }>(quiet, '/api/organizations', made);
    const flood = { url, key: owner_key };
    const refused: Refusals = {};
    await send(quiet, 'seed', exportOf('quiet', 300), refused);
    await until(async () => (await completed(database, 'default')) === 1);

    const usual = await watched(quiet, delay(seconds * 1000));
    const started = performance.now();
    const accepted: string[] = [];
    const large = sendLarge(flood, megabytes, refused);
    const sending = sendAll(flood, uploads, accepted, refused);
    const flooded = await watched(quiet, sending);
    const acceptSeconds = (performance.now() - started) / 1000;
    const largeUpload = await large;
    // Its memory has been seen; what is in it would take hours to judge.
    await fetch(new URL(`/api/progress/${largeUpload.id}`, url), { method: 'DELETE', headers: keyOf(flood) });
    const draining = until(async () => (await completed(database, 'flood')) >= accepted.length);
    const drained = await watched(quiet, draining);
    const shown = await getJson<{ total: number }>(flood, '/api/conversations?page_size=1');
    const ratio = (now: Watched) => now.milliseconds.p95 / usual.milliseconds.p95;
    return {
      ...{ uploads, accepted: accepted.length, refused, accept_seconds: acceptSeconds },
      drain_seconds: (performance.now() - started) / 1000,
      /** Each of them has one conversation of its own; those of the large file are cancelled or not, as far as it came. */
      lost: accepted.length - (await reflected(database)),
      conversations: shown.total,
      large_file: largeUpload,
      ...{ usual, flooded, drained },
      others_p95_ratio: Math.max(ratio(flooded), ratio(drained)),
      processes: usageOf(stack.pids()),
    };
  } finally {
    await database.end();
    await stack.stop();
  }
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(250);
}

/** Small uploads that have ended well. */
async function completed(database: pg.Client, organization: string): Promise<number> {
  const { rows } = await database.query<{ n: number }>(
    `select count(*)::int as n from gateway.uploads where organization = $1 and status = 'completed'`,
    [organization],
  );
  return rows[0]?.n ?? 0;
}

/** Chats of the small uploads that the read models show. */
async function reflected(database: pg.Client): Promise<number> {
  const { rows } = await database.query<{ n: number }>(
    `select count(*)::int as n from analytics.conversations c
     join analytics.organizations o on o.organization = c.organization and o.live_generation = c.generation
     where c.organization = 'flood' and c.chat_id like 'small-%'`,
  );
  return rows[0]?.n ?? 0;
}

interface Watched extends ReadsMeanwhile {
  /** A small upload of its own, again and again: until 202, and until it is in the numbers. */
  accepted_ms: Percentiles;
  completed_ms: Percentiles;
}

/** What the quiet organization experiences meanwhile. */
async function watched(quiet: Gateway, meanwhile: Promise<unknown>): Promise<Watched> {
  const accepted: number[] = [];
  const ended: number[] = [];
  const refused: Refusals = {};
  let over = false;
  const uploader = async () => {
    while (!over) {
      const began = performance.now();
      const name = `quiet-${String(Date.now())}`;
      const id = await send(quiet, name, exportOf(name, 1), refused);
      accepted.push(performance.now() - began);
      const path = `/api/progress/${id}`;
      await until(async () =>
        (await getJson<{ status: string }>(quiet, path)).status.startsWith('completed'),
      );
      ended.push(performance.now() - began);
      await delay(500);
    }
  };
  const uploading = uploader();
  const reads = await readsMeanwhile(quiet, meanwhile);
  over = true;
  await uploading;
  for (const [status, times] of Object.entries(refused)) count(reads.refused, status, times);
  return { ...reads, accepted_ms: percentiles(accepted), completed_ms: percentiles(ended) };
}

async function sendAll(
  flood: Gateway,
  uploads: number,
  accepted: string[],
  refused: Refusals,
): Promise<void> {
  let next = 0;
  const sender = async () => {
    for (let i = next++; i < uploads; i = next++)
      accepted.push(await send(flood, `small-${String(i)}`, exportOf(`small-${String(i)}`, 1), refused));
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
}

function exportOf(prefix: string, conversations: number): string {
  const random = seededRandom(createHash('sha256').update(prefix).digest().readUInt32LE());
  const chats = Array.from({ length: conversations }, (_, i) => {
    const id = conversations === 1 ? prefix : `${prefix}-${String(i)}`;
    return [id, makeConversation(id, START, random).slice(0, 4)] as const;
  });
  return JSON.stringify(Object.fromEntries(chats));
}

const keyOf = ({ key }: Gateway) => ({ authorization: `Bearer ${key}` });

const count = (refusals: Refusals, status: number | string, times = 1) => {
  refusals[status] = (refusals[status] ?? 0) + times;
};

/** Until it is accepted. A refusal has to say when to come back; anything else ends the measurement. */
async function send(gateway: Gateway, key: string, body: string, refused: Refusals): Promise<string> {
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
