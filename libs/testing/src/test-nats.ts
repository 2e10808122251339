import { findNatsServer, type RunningNats, startNats } from '@powerpulse/local-stack';
import { loadConfig } from '@powerpulse/runtime';
import { z } from 'zod';
import { removeServerFolder, serverFolder } from './run-folder.js';

const places = z.object({ PATH: z.string().default(''), NATS_SERVER_BIN: z.string().optional() });

export interface TestNats {
  url: string;
  readonly server: RunningNats;
  /** Stops the server; the store stays. */
  stop(): Promise<void>;
  /** Starts it again on the same port and store. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A nats-server of its own with an empty store. One per spec file: streams of two files never meet. */
export async function testNats(): Promise<TestNats> {
  const { PATH, NATS_SERVER_BIN } = loadConfig(places);
  const binary = findNatsServer(PATH, NATS_SERVER_BIN);
  const storeDir = serverFolder('nats');
  let server = await startNats({ storeDir }, binary);
  const { port } = server;
  return {
    url: server.url,
    get server() {
      return server;
    },
    stop: () => server.stop(),
    restart: async () => {
      server = await startNats({ storeDir, port }, binary);
    },
    close: async () => {
      await server.stop();
      removeServerFolder(storeDir);
    },
  };
}
