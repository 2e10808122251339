/** How fast all numbers are built anew from history, and whether they are the same. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startStack } from '../apps/launcher/src/start-stack.js';
import { type Gateway, getJson, postJson, upload, untilEnded } from './api.js';
import { generateExport } from './generate.js';
import { difference, usageOf } from './processes.js';
import { readsMeanwhile } from './reads-meanwhile.js';

const READ_MS = 10_000;

interface Replay {
  replay_id: string;
  state: string;
  events_read: number;
  events_per_second: number | null;
  error: string | null;
  comparison: { equal: boolean; live_hash: string; replayed_hash: string } | null;
}

export async function measureReplay(conversations: number, seed: number): Promise<object> {
  const folder = mkdtempSync(path.join(tmpdir(), 'powerpulse-bench-'));
  const file = path.join(folder, 'export.json');
  await generateExport({ file, conversations, seed });
  const stack = await startStack({ environment: { ...process.env, LOG_LEVEL: 'warn' } });
  try {
    const gateway = { url: stack.urls.gateway ?? '', key: stack.ownerKey?.key ?? '' };
    const { status } = await untilEnded(gateway, await upload(gateway, file));
    if (status !== 'completed') throw new Error(`the upload ended as ${status}`);
    const before = usageOf(stack.pids());
    const started = performance.now();
    const replay = await built(gateway);
    const seconds = (performance.now() - started) / 1000;
    const used = difference(usageOf(stack.pids()), before);
    if (replay.comparison?.equal !== true) throw new Error(`not the same: ${JSON.stringify(replay)}`);
    // Once more, with somebody who reads: it takes from the rate, so that is of the first.
    await postJson(gateway, `/api/replays/${replay.replay_id}/cancel`, {});
    const usual = await readsMeanwhile(gateway, delay(READ_MS));
    const meanwhile = await readsMeanwhile(gateway, built(gateway));
    const cpu = Object.values(used).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
    return {
      events: replay.events_read,
      seconds,
      events_per_second: replay.events_per_second,
      cpu_seconds_per_thousand_events: (1000 * cpu) / replay.events_read,
      live_hash: replay.comparison.live_hash,
      replayed_hash: replay.comparison.replayed_hash,
      ...{ reads_usual: usual, reads_meanwhile: meanwhile },
      reads_p95_ratio: meanwhile.milliseconds.p95 / usual.milliseconds.p95,
      processes: used,
    };
  } finally {
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function built(gateway: Gateway): Promise<Replay> {
  const id = randomUUID();
  await postJson(gateway, '/api/replays', { replay_id: id, switch: 'manual' });
  for (;;) {
    const replay = await getJson<Replay>(gateway, `/api/replays/${id}`);
    if (replay.state === 'failed') throw new Error(`the replay failed: ${replay.error ?? ''}`);
    if (replay.state === 'ready') return replay;
    await delay(250);
  }
}
