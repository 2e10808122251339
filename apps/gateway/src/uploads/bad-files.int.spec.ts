import { badInputs, bytesOf, type BadInput } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, problemIn } from '../../test/http-answers.js';
import { startAll, type Everything } from '../../test/running-gateway.js';
import { exportOf, uploadRequest } from '../../test/upload-requests.js';

/** Why a case is not run here. */
const NOT_HERE: Readonly<Record<string, string>> = {
  'NUM-009': 'ten thousand uploads: npm run bench -- --only flood',
};

describe('files that no upload should be', () => {
  let all: Everything;

  beforeAll(async () => {
    all = await startAll();
  });
  afterAll(() => all.close());

  const upload = (body: Uint8Array<ArrayBuffer> | string) =>
    all.fetch('/api/upload-json', uploadRequest(body));
  const kept = () => all.db.query('select upload_id from uploads');
  const cases = badInputs('json-syntax', 'numbers-size').filter(({ id }) => !(id in NOT_HERE));
  const bodies = cases.filter(({ via }) => via === 'upload.body');

  it.each(bodies.filter((one) => one.expect.outcome === 'reject'))('$id: $expect.detail', async (one) => {
    const before = await kept();
    const problem = await problemIn(await upload(fileOf(one)));
    expect(one.expect.status).toContain(problem.status);
    expect(codeOf(problem)).toBe('upload-refused');
    expect(problem).toMatchObject({
      byte_offset: expect.any(Number) as unknown,
      hint: expect.any(String) as unknown,
    });
    expect(await kept()).toEqual(before);
  });

  it.each(bodies.filter((one) => one.expect.outcome !== 'reject'))('$id: $expect.detail', async (one) => {
    expect(one.expect.status).toContain((await upload(fileOf(one))).status);
  });

  it.each(cases.filter(({ via }) => via === 'upload.field.message_text'))(
    '$id: $expect.detail',
    async (one) => {
      const message = {
        MESSAGE_CONTENT: bytesOf(one.input).toString(),
        DIRECTION: 'to_company',
        SOCIAL_CREATE_TIME: '2026-01-05T10:00:00Z',
      };
      const response = await upload(JSON.stringify({ [one.id]: [message] }));
      expect(one.expect.status).toContain(response.status);
    },
  );
});

/** Cases in the words of a neutral API are put into ours: messages in a list under a chat id. */
function fileOf({ id, input }: BadInput): Uint8Array<ArrayBuffer> | string {
  const { $messages, $conversations } = (typeof input === 'object' ? input : {}) as {
    $messages?: { $count: number };
    $conversations?: { $count: number };
  };
  if ($messages !== undefined) return exportOf(id, $messages.$count);
  if ($conversations?.$count === 0) return '{}';
  return new Uint8Array(bytesOf(input));
}
