/** `npm run republish -- --from DATE [--to DATE] [--org ID] [--subject SUBJECT] [--data FOLDER]` */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { NatsConnection } from '@nats-io/transport-node';
import { type ReplyOf, RepublishHistory, type RequestOf, SERVICES } from '@powerpulse/contracts';
import { connectAsOperator } from './broker-operator.js';

const USAGE = `npm run republish -- --from DATE [options]   publishes events of the permanent history once more

  --from DATE       from this instant on: 2026-11-20 (midnight in UTC), 2026-11-20T08:00:00Z, or start
  --to DATE         up to this instant, which is not included
  --org ID          of one organization only
  --subject TEXT    of one subject only; * is one token, > all that follow: powerpulse.evt.scoring.>
  --data FOLDER     of the stack in this folder; else NATS_URL and NATS_NKEY_FILE, else .powerpulse

Whoever has processed an event does nothing the second time.`;

const TRIES = 10;
const ANSWER_MS = 30_000;

type Question = RequestOf<typeof RepublishHistory>;
type Range = Omit<Question, 'after'>;

function instantOf(option: string, text: string | undefined): string | null {
  if (text === undefined || text === 'start') return null;
  const ms = Date.parse(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(ms))
    throw new Error(`--${option} is a date like 2026-11-20 or 2026-11-20T08:00:00Z, not "${text}".`);
  return new Date(ms).toISOString();
}

function readOptions(args: string[]): { range: Range; dataFolder: string | undefined } | undefined {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: { from: text, to: text, org: text, subject: text, data: text, help: { type: 'boolean' } },
  });
  if (values.help) return undefined;
  if (values.from === undefined) throw new Error('Say from when on: --from DATE.');
  const [from, to] = [instantOf('from', values.from), instantOf('to', values.to)];
  if (from !== null && to !== null && from >= to) throw new Error('--to is not after --from.');
  const { org: organization = null, subject = null, data } = values;
  return {
    range: { from, to, organization, subject, run: randomUUID() },
    dataFolder: data && path.resolve(process.env.INIT_CWD ?? process.cwd(), data),
  };
}

/** The same page asked for twice adds nothing: the run is part of what the broker knows its messages by. */
async function ask(
  nc: NatsConnection,
  service: string,
  question: Question,
): Promise<ReplyOf<typeof RepublishHistory>> {
  const { subject, reply } = RepublishHistory.of(service);
  for (let attempt = 1; ; attempt++) {
    try {
      const message = await nc.request(subject, JSON.stringify(question), { timeout: ANSWER_MS });
      const problem = message.headers?.get('Nats-Service-Error');
      if (problem) throw new Error(`${problem}: ${message.string()}`);
      return reply.parse(message.json());
    } catch (error) {
      if (attempt === TRIES) throw new Error(`${service} does not republish`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

async function republish(nc: NatsConnection, service: string, range: Range): Promise<number> {
  let events = 0;
  for (let after: Question['after'] = null; ;) {
    const page = await ask(nc, service, { ...range, after });
    events += page.events;
    if (page.after === null) return events;
    after = page.after;
  }
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) return console.log(USAGE);
  const nc = await connectAsOperator(options.dataFolder, process.env);
  try {
    for (const service of SERVICES)
      console.log(`${service.padEnd(14)} ${await republish(nc, service, options.range)} events`);
  } finally {
    await nc.close();
  }
}

main().catch((error: unknown) => {
  for (let each = error; each instanceof Error; each = each.cause) console.error(each.message);
  process.exitCode = 1;
});
