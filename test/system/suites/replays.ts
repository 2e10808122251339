import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { madeChats, renamed } from '../made-chats.js';
import { rowsOf } from '../read-rows.js';
import type { RunningStack } from '../running-stack.js';

interface Shown {
  replay_id: string;
  state: string;
  comparison: { equal: boolean; live_hash: string; replayed_hash: string } | null;
}

/** `npm run replay`, as a person uses it. */
export function replaySuite(running: RunningStack): void {
  const replay = async (...args: string[]): Promise<Shown> => {
    const program = path.join('dist', 'apps', 'launcher', 'src', 'replay.js');
    const { urls, ownerKey } = running.stack;
    const env = { POWERPULSE_URL: urls.gateway, POWERPULSE_KEY: ownerKey?.key };
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...args, '--json'], { env });
    return JSON.parse(stdout) as Shown;
  };

  describe('a replay from the command line', () => {
    it('builds all numbers anew, compares them, and shows them or the previous ones', async () => {
      const { api } = running;
      await api.upload(renamed(madeChats('', 20, 71, '2021-06-01T00:00:00Z'), 'replayed/'));
      const before = await rowsOf(api, 'replayed/');
      const built = await replay('start');
      expect(built).toMatchObject({ state: 'ready', comparison: { equal: true } });
      expect(built.comparison?.live_hash).toBe(built.comparison?.replayed_hash);
      expect(await replay('compare')).toEqual(built);
      expect(await replay('switch', '--id', built.replay_id)).toMatchObject({ state: 'switched' });
      expect(await rowsOf(api, 'replayed/')).toEqual(before);
      expect(await replay('revert')).toMatchObject({ state: 'reverted' });
      expect(await rowsOf(api, 'replayed/')).toEqual(before);
    });

    it('of some days is switched to by itself where it is equal', async () => {
      const range = ['--from', '2021-06-01', '--to', '2021-06-30'];
      expect(await replay('start', ...range, '--switch')).toMatchObject({
        state: 'switched',
        start_date: '2021-06-01',
        comparison: { equal: true },
      });
      expect(await replay('drop')).toMatchObject({ state: 'completed' });
    });

    it('that can not be begun says why', async () => {
      await expect(replay('start', '--from', '2021-13-01')).rejects.toThrow(/start_date/);
    });
  });
}
