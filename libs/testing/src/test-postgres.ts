import path from 'node:path';
import { type RunningPostgres, startPostgres } from '@powerpulse/local-stack';
import { removeServerFolder, serverFolder } from './run-folder.js';

export interface TestPostgres {
  url: string;
  readonly server: RunningPostgres;
  stop(): Promise<void>;
  /** Starts it again on the same port and data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** What a test throws away needs no disk flushes. */
const fast = { fsync: 'off', full_page_writes: 'off', max_connections: '300', shared_buffers: '64MB' };

/** A server of its own, for tests that stop it. Others take `testDatabase()` on the shared one. */
export async function testPostgres(settings: Readonly<Record<string, string>> = fast): Promise<TestPostgres> {
  const folder = serverFolder('postgres');
  const dataDir = path.join(folder, 'data');
  let server = await startPostgres({ dataDir, settings });
  const { port } = server;
  return {
    url: server.url,
    get server() {
      return server;
    },
    stop: () => server.stop(),
    restart: async () => {
      server = await startPostgres({ dataDir, port, settings });
    },
    close: async () => {
      await server.stop();
      removeServerFolder(folder);
    },
  };
}
