import { expect, it } from 'vitest';
import type { GatewayConfig } from '../config.js';
import { UploadSlots } from './upload-slots.js';
import { UploadTurns } from './upload-turns.js';

const PLACES = 8;
const SHARE = 7;

/** Uploads that last until they are told to end. */
function uploading(slots: UploadSlots) {
  const ends: (() => void)[] = [];
  const begin = (organization: string) =>
    slots.within(organization, () => new Promise<void>((resolve) => ends.push(resolve)));
  return { begin, endOne: () => ends.pop()?.(), ends };
}

const refusal = (code: string) => ({
  code,
  headers: { 'retry-after': expect.stringMatching(/^\d+$/) as string },
});

it('an organization that floods is asked to come back, and others still get a place', async () => {
  const slots = new UploadSlots({ MAX_PARALLEL_UPLOADS: PLACES } as GatewayConfig);
  const { begin, endOne, ends } = uploading(slots);
  const running = Array.from({ length: SHARE }, () => begin('flood'));
  await expect(begin('flood')).rejects.toMatchObject(refusal('too-many-requests'));
  running.push(begin('other'));
  await expect(begin('third')).rejects.toMatchObject(refusal('unavailable'));
  expect(ends).toHaveLength(PLACES);

  endOne();
  await running.at(-1);
  running.push(begin('third'));
  expect(ends).toHaveLength(PLACES);
  while (ends.length > 0) endOne();
  await Promise.all(running);
});

it('an organization that floods leaves half of the connections to others, and all of its files have their turn', async () => {
  const turns = new UploadTurns({ DATABASE_POOL: 6 });
  const ends: (() => void)[] = [];
  const begun: string[] = [];
  const begin = (organization: string, name: string) =>
    turns.within(organization, () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
  const running = ['a', 'b', 'c', 'd', 'e'].map((name) => begin('flood', name));
  running.push(begin('other', 'x'));
  expect(begun).toEqual(['a', 'b', 'c', 'x']);
  ends.shift()?.();
  await running[0];
  expect(begun).toEqual(['a', 'b', 'c', 'x', 'd']);
  const failed = turns.within('third', () => Promise.reject(new Error('no')));
  await expect(failed).rejects.toThrow('no');
  while (begun.length < running.length || ends.length > 0) {
    ends.shift()?.();
    await Promise.resolve();
  }
  await Promise.all(running);
  expect(begun).toEqual(['a', 'b', 'c', 'x', 'd', 'e']);
});
