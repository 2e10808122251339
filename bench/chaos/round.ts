/** Uploads, one fault in the middle of them, the drain, the checks. */
import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '../generate.js';
import { accountsOf, assertNothingLost } from './accounts.js';
import type { PatientClient } from './client.js';
import type { Fault } from './faults/fault.js';
import {
  assertAccounts,
  assertClean,
  assertCounted,
  assertPoisonBuried,
  assertReadModels,
  assertRebuilds,
} from './invariants.js';
import { makeLoad } from './load.js';
import type { Target } from './target.js';
import { Violation } from './violation.js';

export interface RoundOptions {
  seed: number;
  /** Of the whole run; names come from it. */
  round: number;
  /** Of this stack: its dates come from it. */
  place: number;
  chats: number;
  rebuild: boolean;
  patienceMs: number;
}

export interface RoundResult {
  round: number;
  fault: string;
  did: string;
  uploads: number;
  messages: number;
  /** From the end of the fault until every upload had ended and nothing was pending. */
  recovery_seconds: number;
  seconds: number;
  /** Of the rebuilt and the live numbers. */
  hash?: string;
}

const SNAPSHOT_EVERY_MS = 500;
const FAULT_WITHIN_MS = 1_000;

export async function playRound(
  target: Target,
  client: PatientClient,
  /** Every upload of this stack so far; the round adds its own. */
  accepted: Set<string>,
  fault: Fault,
  { seed, round, place, chats, rebuild, patienceMs }: RoundOptions,
): Promise<RoundResult> {
  const started = performance.now();
  const mark = `${seed}-${round}`;
  const random = seededRandom(seed * 7_919 + round);
  const load = makeLoad(seed, round, place, chats);
  const uploads = load.files.map(async ({ body }, i) => {
    await delay(random() * FAULT_WITHIN_MS);
    const id = await client.upload(body, `${mark}-${i}`);
    accepted.add(id);
    return id;
  });
  const watching = new AbortController();
  const watched = watch(target, accepted, watching.signal);
  const play = async (): Promise<RoundResult> => {
    const injected = delay(random() * FAULT_WITHIN_MS).then(() => fault.inject({ target, random, mark }));
    const [did, ids] = await Promise.all([injected, Promise.all(uploads)]);
    const over = performance.now();
    const progresses = await Promise.all(ids.map((id) => client.settled(id)));
    await assertAccounts(target, accepted, patienceMs);
    const recovered = performance.now();
    assertCounted(load, progresses);
    await assertReadModels(client, load);
    if (fault.poisons) await assertPoisonBuried(target, mark, patienceMs);
    await assertClean(target, patienceMs);
    const hash = rebuild ? await assertRebuilds(client, patienceMs) : undefined;
    return {
      round,
      fault: fault.name,
      did,
      uploads: ids.length,
      messages: load.messages.length,
      recovery_seconds: (recovered - over) / 1000,
      seconds: (performance.now() - started) / 1000,
      ...(hash === undefined ? {} : { hash }),
    };
  };
  const [played] = await Promise.allSettled([play()]);
  watching.abort();
  // What was seen meanwhile explains whatever else went wrong.
  const lost = await watched;
  if (lost) throw lost;
  if (played.status === 'rejected') throw played.reason;
  return played.value;
}

/** Looks while it happens, as long as the database answers. Returns what was lost. */
async function watch(
  target: Target,
  accepted: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Violation | undefined> {
  while (!signal.aborted) {
    // Answered before the snapshot was taken: those have to be in it.
    const before = [...accepted];
    try {
      assertNothingLost(await accountsOf(target), before);
    } catch (error) {
      if (error instanceof Violation) return error;
    }
    await delay(SNAPSHOT_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}
