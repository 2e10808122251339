import { type DynamicModule, Controller, Module } from '@nestjs/common';
import { Migration } from '@mikro-orm/migrations';
import { Payload } from '@nestjs/microservices';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import { defineQuery, type RequestOf } from '@powerpulse/contracts';
import { Answers, MessagingModule, messagingTables, Requests, tagOf, tagReply } from '@powerpulse/messaging';
import {
  Conflict,
  createService,
  DatabaseModule,
  InvalidInput,
  NotFound,
  Readiness,
  Unavailable,
} from '@powerpulse/runtime';
import { testDatabase, type TestDatabase, testNats, type TestNats, until } from '@powerpulse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const Echo = defineQuery({
  name: 'Echo',
  version: 1,
  context: 'echo',
  description: 'Says what it is told, in the way it is told to.',
  request: z.object({ how: z.string(), size: z.int().nonnegative().default(0) }),
  reply: z.object({ text: z.string(), server: z.string() }),
});

class Counter {
  calls = 0;
  tag = 'first';
}

@Controller()
class EchoController {
  constructor(
    private readonly counter: Counter,
    private readonly readiness: Readiness,
  ) {}

  @Answers(Echo)
  async echo(@Payload() request: RequestOf<typeof Echo>) {
    this.counter.calls++;
    const { ready } = await this.readiness.report();
    const errors = [{ path: 'how', message: 'not so' }];
    if (request.how === 'invalid') throw new InvalidInput('this is not valid', errors);
    if (request.how === 'missing') throw new NotFound('there is none');
    if (request.how === 'conflict') throw new Conflict('someone was faster');
    if (request.how === 'away') throw new Unavailable('later');
    if (request.how === 'outage') throw Object.assign(new Error('connect refused'), { code: 'ECONNREFUSED' });
    if (request.how === 'defect') throw new TypeError('the customer wrote: hello');
    if (request.how === 'wrong') return { text: 7, server: String(ready) } as never;
    if (request.how === 'tagged')
      return tagReply({ text: this.counter.tag, server: String(ready) }, this.counter.tag);
    return { text: 'x'.repeat(request.size), server: String(ready) };
  }
}

class FirstMigration extends Migration {
  override up(): void {
    for (const sql of messagingTables('echo')) this.addSql(sql);
  }
}

let nats: TestNats;
let database: TestDatabase;
let app: Awaited<ReturnType<typeof createService>>;
let requests: Requests;
let outsider: NatsConnection;
const counter = new Counter();

@Module({ controllers: [EchoController] })
class EchoModule {
  static with(): DynamicModule {
    return {
      module: EchoModule,
      imports: [
        DatabaseModule.forRoot({
          url: database.url,
          schema: 'echo',
          entities: [],
          migrations: [FirstMigration],
        }),
        MessagingModule.forRoot({ service: 'echo', natsUrl: nats.url }),
      ],
      providers: [{ provide: Counter, useValue: counter }],
    };
  }
}

beforeAll(async () => {
  [nats, database] = await Promise.all([testNats(), testDatabase()]);
  app = await createService(EchoModule.with(), { service: 'echo' });
  requests = app.get(Requests);
  outsider = await connect({ servers: nats.url });
  await until(async () => (await app.get(Readiness).report()).ready);
});
afterAll(async () => {
  await outsider.close();
  await app.close();
  await Promise.all([nats.close(), database.close()]);
});

const ask = (how: string, size = 0) => requests.ask(Echo, { how, size }, { tries: 1 });

describe('a request', () => {
  it('is answered', async () => {
    expect(await ask('plainly', 3)).toEqual({ text: 'xxx', server: 'true' });
  });

  it.each([
    ['invalid', InvalidInput, 'this is not valid'],
    ['missing', NotFound, 'there is none'],
    ['conflict', Conflict, 'someone was faster'],
    ['away', Unavailable, 'later'],
    ['outage', Unavailable, 'a dependency is away'],
  ])('that fails on purpose (%s) throws the same for the asker', async (how, type, detail) => {
    const failure = await ask(how).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(type);
    expect(failure).toMatchObject({ detail });
  });

  it('carries what is wrong with each field', async () => {
    await expect(ask('invalid')).rejects.toMatchObject({ errors: [{ path: 'how', message: 'not so' }] });
  });

  it('that meets a defect fails without telling what was in the message', async () => {
    const failure = await ask('defect').catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'RemoteDefect' });
    expect(String(failure)).not.toContain('hello');
  });

  it('whose reply does not fit its contract fails', async () => {
    await expect(ask('wrong')).rejects.toMatchObject({ name: 'RemoteDefect' });
  });

  it('whose reply is too large for a message fails clearly', async () => {
    expect((await ask('large', 1_000_000)).text).toHaveLength(1_000_000);
    await expect(ask('larger', 1_100_000)).rejects.toThrow(/ReplyTooLarge/);
  });

  it('that does not fit its contract is not even sent', async () => {
    const before = counter.calls;
    await expect(ask('plainly', -1)).rejects.toMatchObject({
      code: 'invalid_input',
      errors: [{ path: 'size' }],
    });
    expect(counter.calls).toBe(before);
  });

  it('whose reply has the tag of the one before is answered by that one', async () => {
    const first = await ask('tagged');
    expect(first.text).toBe('first');
    expect(tagOf(first)).toBe('first');
    expect(await ask('tagged')).toBe(first);
    counter.tag = 'second';
    expect((await ask('tagged')).text).toBe('second');
  });

  it('that nobody answers fails as unavailable', async () => {
    const Nobody = defineQuery({
      ...Echo,
      name: 'Nobody',
      context: 'nobody',
      request: z.object({}),
      reply: z.object({}),
    });
    await expect(requests.ask(Nobody, {}, { tries: 2 })).rejects.toBeInstanceOf(Unavailable);
  });
});

describe('on the wire', () => {
  it('a request is its JSON, and so is the reply', async () => {
    const reply = await outsider.request(Echo.subject, '{"how":"plainly","size":2,"unknown":true}');
    expect(reply.json()).toEqual({ text: 'xx', server: 'true' });
    expect(reply.headers).toBeUndefined();
  });

  it('a reply with a tag is not sent again to whom has it', async () => {
    counter.tag = 'a';
    const payload = '{"how":"tagged"}';
    const reply = await outsider.request(Echo.subject, payload);
    expect(reply.json()).toMatchObject({ text: 'a' });
    const known = headers();
    known.set('PowerPulse-Known-Tag', reply.headers?.get('PowerPulse-Tag') ?? '');
    const again = await outsider.request(Echo.subject, payload, { timeout: 1_000, headers: known });
    expect(again.data).toHaveLength(0);
    expect(again.headers?.get('PowerPulse-Unchanged')).toBe('1');
    counter.tag = 'b';
    const changed = await outsider.request(Echo.subject, payload, { timeout: 1_000, headers: known });
    expect(changed.json()).toMatchObject({ text: 'b' });
  });

  it.each([
    ['{"how":', 'invalid_input', '422'],
    ['{"how":5}', 'invalid_input', '422'],
    ['', 'invalid_input', '422'],
    ['{"how":"missing"}', 'not_found', '404'],
    ['{"how":"defect"}', 'internal', '500'],
  ])('an error has its code in the body and in the headers: %s', async (payload, code, status) => {
    const reply = await outsider.request(Echo.subject, payload);
    expect(reply.json()).toMatchObject({ code });
    expect(reply.headers?.get('Nats-Service-Error')).toBe(code);
    expect(reply.headers?.get('Nats-Service-Error-Code')).toBe(status);
  });
});

describe('health', () => {
  it('is ready with both servers, not ready without one, ready again, and alive all the time', async () => {
    const status = async (path: string) => (await app.inject({ url: path })).statusCode;
    await until(async () => (await status('/health/ready')) === 200);
    await nats.stop();
    await until(async () => (await status('/health/ready')) === 503);
    expect(await status('/health/live')).toBe(200);
    await expect(ask('plainly')).rejects.toBeInstanceOf(Unavailable);
    await nats.restart();
    await until(async () => (await status('/health/ready')) === 200);
    expect(await requests.ask(Echo, { how: 'plainly', size: 1 })).toMatchObject({ text: 'x' });
  });
});
