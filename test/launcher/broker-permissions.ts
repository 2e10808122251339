import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection, nkeyAuthenticator } from '@nats-io/transport-node';
import {
  ConversationDayCreated,
  durableName,
  EVENTS_STREAM,
  GetMessages,
  UploadAccepted,
} from '@powerpulse/contracts';
import fs from 'node:fs';
import { expect, it } from 'vitest';
import { keyFile } from '../../apps/launcher/src/broker-access.js';
import type { Stack } from '../../apps/launcher/src/start-stack.js';

const REFUSED = /permissions violation/i;

/** What the broker lets each user do, seen from outside: with the very keys that the services have. */
export function brokerPermissionSuite(stack: () => Stack): void {
  const as = async (user: string, work: (nc: NatsConnection) => Promise<void>) => {
    const seed = fs.readFileSync(keyFile(stack().dataFolder, user));
    const inboxPrefix = ['integration', 'operator'].includes(user) ? '_INBOX' : `_INBOX_${user}`;
    const authenticator = nkeyAuthenticator(seed);
    const nc = await connect({ servers: stack().urls.nats!, authenticator, inboxPrefix, reconnect: false });
    try {
      await work(nc);
    } finally {
      await nc.close();
    }
  };
  /** A request's refusal reaches who asks. */
  const refused = (nc: NatsConnection, subject: string, payload: object = {}) =>
    expect(nc.request(subject, JSON.stringify(payload), { timeout: 3_000 }), subject).rejects.toThrow(
      REFUSED,
    );
  const subscriptionRefused = async (nc: NatsConnection, subject: string) => {
    const failed = new Promise<Error | undefined>((resolve) => {
      nc.subscribe(subject, { callback: (error) => resolve(error ?? undefined) });
    });
    expect(String(await failed), subject).toMatch(REFUSED);
  };

  it('lets nobody in without a key', async () => {
    await expect(connect({ servers: stack().urls.nats!, reconnect: false })).rejects.toThrow(
      /authorization/i,
    );
  });

  it('lets a service say only what is its own', async () => {
    await as('scoring', async (nc) => {
      await refused(nc, ConversationDayCreated.subject('default'));
      await refused(nc, GetMessages.subject, { organization: 'default' });
      await subscriptionRefused(nc, EVENTS_STREAM.subjects[0]);
      await subscriptionRefused(nc, '_INBOX_gateway.>');
      await subscriptionRefused(nc, GetMessages.subject);
    });
  });

  it('lets a service touch neither the stream nor the consumers of others', async () => {
    await as('scoring', async (nc) => {
      const api = '$JS.API';
      const { name } = EVENTS_STREAM;
      for (const what of ['DELETE', 'PURGE', 'UPDATE', 'MSG.GET', 'MSG.DELETE']) {
        await refused(nc, `${api}.STREAM.${what}.${name}`);
      }
      const own = durableName('scoring', ConversationDayCreated.name);
      const foreign = durableName('ingestion', UploadAccepted.name);
      await refused(nc, `${api}.CONSUMER.MSG.NEXT.${name}.${foreign}`);
      await refused(nc, `${api}.CONSUMER.DELETE.${name}.${foreign}`);
      await refused(nc, `${api}.CONSUMER.CREATE.${name}.${own}.${UploadAccepted.filter}`);
      await refused(nc, `${api}.CONSUMER.DURABLE.CREATE.${name}.${own}`);
      const manager = await jetstreamManager(nc, { checkAPI: false });
      expect((await manager.consumers.info(name, own)).name).toBe(own);
    });
  });

  it('lets other programs hear events and hand in conversations, no more', async () => {
    await as('integration', async (nc) => {
      nc.subscribe(EVENTS_STREAM.subjects[0]);
      await nc.flush();
      await refused(nc, UploadAccepted.subject('default'));
      await refused(nc, GetMessages.subject);
      await subscriptionRefused(nc, GetMessages.subject);
    });
  });
}
