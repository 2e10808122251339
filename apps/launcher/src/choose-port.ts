import net from 'node:net';
import { SERVICES } from './service-table.js';
import { freePort, portIsFree } from '@powerpulse/local-stack';

export interface PortWish {
  /** For people: `gateway`, `PostgreSQL`. */
  of: string;
  /** The variable that demands a port, and what it says. */
  variable: string;
  demanded?: number;
  preferred?: number;
}

/** A demanded port or an error; else the preferred one; else any, and says so. */
export async function choosePort(wish: PortWish, say: (text: string) => void): Promise<number> {
  if (wish.demanded !== undefined) {
    if (await portIsFree(wish.demanded)) return wish.demanded;
    throw new Error(
      `Port ${wish.demanded} for ${wish.of} (demanded by ${wish.variable}) is taken by another program. Free it, or choose another port.`,
    );
  }
  const port = await freePort(wish.preferred);
  if (wish.preferred !== undefined && port !== wish.preferred) {
    say(
      `Port ${wish.preferred} for ${wish.of} is taken: using ${port} (${wish.variable}=... chooses another).`,
    );
  }
  return port;
}

export function portFrom(variable: string, value: string | undefined): number | undefined {
  if (value === undefined || value === '') return undefined;
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`${variable} is "${value}"; it has to be a port from 1 to 65535.`);
}

/** Before anything is started: what is demanded can be had. */
export async function assertDemandsCanBeMet(environment: NodeJS.ProcessEnv): Promise<void> {
  const demands = [
    ...SERVICES.map(({ name, portVariable }) => ({ of: name, variable: portVariable })),
    ...(environment.DATABASE_URL ? [] : [{ of: 'PostgreSQL', variable: 'POSTGRES_PORT' }]),
    ...(environment.NATS_URL ? [] : [{ of: 'NATS', variable: 'NATS_PORT' }]),
  ];
  for (const demand of demands) {
    const demanded = portFrom(demand.variable, environment[demand.variable]);
    if (demanded !== undefined) await choosePort({ ...demand, demanded }, () => undefined);
  }
}

/** A server that was given to us has to be there already: better said at once than after a minute of retries. */
export function assertSomebodyListens(variable: string, url: string, usualPort: number): Promise<void> {
  const first = url.split(',')[0] ?? url;
  const { hostname, port } = new URL(first.includes('://') ? first : `nats://${first}`);
  return new Promise((resolve, reject) => {
    const socket = net.connect({
      host: hostname.replaceAll(/[[\]]/g, ''),
      port: Number(port) || usualPort,
      timeout: 5_000,
    });
    const refuse = (why: string) => {
      socket.destroy();
      reject(
        new Error(
          `${variable} points at ${hostname}:${port || usualPort}, but nobody answers there (${why}).`,
        ),
      );
    };
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => refuse('timeout'));
    socket.once('error', (error) => refuse(error.message));
  });
}
