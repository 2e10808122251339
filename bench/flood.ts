/** One organization floods: 10,000 uploads and a gigabyte at once. What is refused, what it takes, and what another one notices. */
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startStack } from '../apps/launcher/src/start-stack.js';
import { type Gateway, getJson, postJson } from './api.js';
import { exportOf, keyOf, type Refusals, count, send } from './flood-requests.js';
import type { Flooded, FloodOrder } from './flood-senders.js';
import { percentiles, type Percentiles } from './percentiles.js';
import { usageOf } from './processes.js';
import { type ReadsMeanwhile, readsMeanwhile } from './reads-meanwhile.js';

interface FloodOptions {
  /** Small ones, of a conversation each. */
  uploads: number;
  /** Of the large file. */
  megabytes: number;
  /** How long the other organization is watched before. */
  seconds: number;
}

export async function measureFlood({ uploads, megabytes, seconds }: FloodOptions): Promise<object> {
  // Those who send get what is left of the processor: however slow, they are not cut off.
  const slow = { MIN_UPLOAD_BYTES_PER_SECOND: '0', LOG_LEVEL: 'warn' };
  const stack = await startStack({ environment: { ...process.env, ...slow } });
  const database = new pg.Client({ connectionString: stack.urls.postgres });
  try {
    await database.connect();
    const url = stack.urls.gateway ?? '';
    const quiet = { url, key: stack.ownerKey?.key ?? '' };
    const made = { organization: 'flood', name: 'Flood' };
    const { owner_key } = await postJson<{ owner_key: string }>(quiet, '/api/organizations', made);
    const flood = { url, key: owner_key };
    await send(quiet, 'seed', exportOf('quiet', 300), {});
    await until(async () => (await completed(database, 'default')) === 1);

    const usual = await watched(quiet, delay(seconds * 1000));
    const started = performance.now();
    const sending = sentBy({ gateway: flood, uploads, megabytes });
    const flooded = await watched(quiet, sending);
    const { accepted, refused, large_file } = await sending;
    const acceptSeconds = (performance.now() - started) / 1000;
    // It was read while the others came; what is in it would take hours to judge.
    await fetch(new URL(`/api/progress/${large_file.id}`, url), { method: 'DELETE', headers: keyOf(flood) });
    const draining = until(async () => (await completed(database, 'flood')) >= accepted);
    const drained = await watched(quiet, draining);
    const shown = await getJson<{ total: number }>(flood, '/api/conversations?page_size=1');
    const ratio = (now: Watched) => now.milliseconds.p95 / usual.milliseconds.p95;
    return {
      ...{ uploads, accepted, refused, accept_seconds: acceptSeconds },
      drain_seconds: (performance.now() - started) / 1000,
      /** Each of them has one conversation of its own; those of the large file are cancelled or not, as far as it came. */
      lost: accepted - (await reflected(database)),
      conversations: shown.total,
      large_file,
      ...{ usual, flooded, drained },
      others_p95_ratio: Math.max(ratio(flooded), ratio(drained)),
      processes: usageOf(stack.pids()),
    };
  } finally {
    await database.end();
    await stack.stop();
  }
}

/** In the background: whoever floods does so on machines of their own. */
async function sentBy(order: FloodOrder): Promise<Flooded> {
  const program = new URL('flood-senders.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  if (child.pid !== undefined) takeOnlyWhatIsLeft(child.pid);
  return JSON.parse(await text(child.stdout)) as Flooded;
}

/** Linux shares the processor among sessions first: a low priority counts within one only, unless the session has it. */
function takeOnlyWhatIsLeft(pid: number): void {
  os.setPriority(pid, os.constants.priority.PRIORITY_LOW);
  const session = `/proc/${String(pid)}/autogroup`;
  if (existsSync(session)) writeFileSync(session, String(os.constants.priority.PRIORITY_LOW));
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
