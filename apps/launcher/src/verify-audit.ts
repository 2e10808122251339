/** `npm run audit:verify -- [--head SEQUENCE:HASH] [--json] [--url URL] [--data FOLDER]` */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type GatewayApi, gatewayApi } from './gateway-api.js';

const USAGE = `npm run audit:verify   computes the hash chain of the audit log anew, from its first entry on

  --head SEQUENCE:HASH   of an earlier run, kept elsewhere: also notices an end that was cut off, or a chain made anew
  --json                 the answer as JSON
  --url URL              of the gateway; else POWERPULSE_URL, else http://127.0.0.1:3000
  --data FOLDER          where owner-key is; else POWERPULSE_KEY, else .powerpulse
  The organization is that of the key. Exit code 1: it was tampered with, and the first entry that does not hold is named;
  2: it could not be asked.`;

const Head = z.object({ sequence: z.number(), hash: z.string() });
const Verification = z.object({
  intact: z.boolean(),
  entries: z.number(),
  broken_at: z.number().nullable(),
  head: Head,
});
const Entry = z.looseObject({ ...Head.shape, at: z.string(), caller: z.string(), action: z.string() });
type Entry = z.infer<typeof Entry>;

function keptHead(text: string | undefined): z.infer<typeof Head> | undefined {
  if (text === undefined) return undefined;
  const [, sequence, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (hash === undefined)
    throw new Error(`--head is SEQUENCE:HASH, as an earlier run printed it, not "${text}".`);
  return { sequence: Number(sequence), hash };
}

/** The entry as it is there now; undefined: it is missing. */
async function entryAt(gateway: GatewayApi, sequence: number): Promise<Entry | undefined> {
  const page = await gateway.ask('GET', `/api/audit?page_size=1&cursor=${String(sequence + 1)}`);
  const [entry] = z.object({ entries: z.array(Entry) }).parse(page).entries;
  return entry?.sequence === sequence ? entry : undefined;
}

const shown = (sequence: number, entry: Entry | undefined): string =>
  entry === undefined
    ? `entry ${String(sequence)}, which is missing`
    : `entry ${String(sequence)}, which now says: ${entry.at} ${entry.caller} ${entry.action}`;

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({ options: { head: text, url: text, data: text, json: flag, help: flag } });
  if (values.help) return console.log(USAGE);
  const kept = keptHead(values.head);
  const gateway = gatewayApi(values);
  const { broken_at, entries, head } = Verification.parse(await gateway.ask('GET', '/api/audit/verify'));
  const wasKept = kept && (await entryAt(gateway, kept.sequence));
  const broken = broken_at ?? (kept?.hash === wasKept?.hash ? null : (kept?.sequence ?? null));
  if (broken !== null) process.exitCode = 1;
  if (values.json) return console.log(JSON.stringify({ intact: broken === null, broken_at: broken, head }));
  if (broken === null)
    return console.log(`Intact: ${String(entries)} entries. Keep ${String(head.sequence)}:${head.hash}`);
  const entry = shown(broken, await entryAt(gateway, broken));
  console.log(`Tampered with: the first entry that does not hold is ${entry}.`);
}

main().catch((error: unknown) => {
  for (let each = error; each instanceof Error; each = each.cause) console.error(each.message);
  process.exitCode = 2;
});
