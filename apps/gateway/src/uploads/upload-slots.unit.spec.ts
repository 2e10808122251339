import { expect, it } from 'vitest';
import type { GatewayConfig } from '../config.js';
import { UploadSlots } from './upload-slots.js';

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
