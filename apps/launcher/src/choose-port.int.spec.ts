import net from 'node:net';
import { freePort } from '@powerpulse/local-stack';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { assertSomebodyListens, choosePort, portFrom } from './choose-port.js';

let other: net.Server;
let taken: number;
let said: string[];
const say = (text: string) => said.push(text);

beforeEach(async () => {
  said = [];
  other = net.createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  taken = (other.address() as net.AddressInfo).port;
});
afterEach(() => new Promise((resolve) => other.close(resolve)));

it('takes the usual port where it is free, silently', async () => {
  const preferred = await freePort();
  expect(await choosePort({ of: 'gateway', variable: 'PORT', preferred }, say)).toBe(preferred);
  expect(said).toEqual([]);
});

it('takes a free one where the usual port is taken, and says so', async () => {
  const port = await choosePort({ of: 'gateway', variable: 'PORT', preferred: taken }, say);
  expect(port).not.toBe(taken);
  expect(said).toEqual([`Port ${taken} for gateway is taken: using ${port} (PORT=... chooses another).`]);
});

it('refuses to start where a demanded port is taken', async () => {
  const wish = { of: 'gateway', variable: 'PORT', demanded: taken, preferred: 3000 };
  await expect(choosePort(wish, say)).rejects.toThrow(
    `Port ${taken} for gateway (demanded by PORT) is taken by another program.`,
  );
});

it('reads ports from variables, and says which one is wrong', () => {
  expect(portFrom('PORT', undefined)).toBeUndefined();
  expect(portFrom('PORT', '')).toBeUndefined();
  expect(portFrom('PORT', '8080')).toBe(8080);
  for (const wrong of ['0', '-1', '65536', 'http', '80.5'])
    expect(() => portFrom('NATS_PORT', wrong)).toThrow(`NATS_PORT is "${wrong}"`);
});

it('notices at once that nobody listens at a given server', async () => {
  await expect(assertSomebodyListens('NATS_URL', `nats://127.0.0.1:${taken}`, 4222)).resolves.toBeUndefined();
  await expect(assertSomebodyListens('NATS_URL', `127.0.0.1:${taken}`, 4222)).resolves.toBeUndefined();
  const nobody = await freePort();
  await expect(assertSomebodyListens('NATS_URL', `nats://127.0.0.1:${nobody}`, 4222)).rejects.toThrow(
    `NATS_URL points at 127.0.0.1:${nobody}, but nobody answers there`,
  );
});
