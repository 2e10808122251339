import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

export interface Archive {
  file: string;
  sha256: string;
}

/** Columns as an upload has them (docs/uploading.md), with whose they are: such a file can be uploaded again elsewhere. */
const rowsOf = (partition: string, keptFrom: Date): string => `
  select organization as "ORGANIZATION", chat_id as "FB_CHAT_ID", text as "MESSAGE_CONTENT",
    case when from_customer then 'to_company' else 'to_client' end as "DIRECTION",
    to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "SOCIAL_CREATE_TIME",
    agent_username as "AGENT_USERNAME", agent_email as "AGENT_EMAIL", customer_name as "CUSTOMER_NAME"
  from "${partition}" join conversations using (organization, conversation_id)
  where text is not null and at < '${keptFrom.toISOString()}'
  order by organization, conversation_id, at, upload_no, position`;

/** Complete and on the disk when it has its name; until then it is called `.part`. */
export async function archivePartition(
  client: pg.Client,
  partition: string,
  keptFrom: Date,
  folder: string,
): Promise<Archive> {
  const stamp = new Date().toISOString().replaceAll(/[-:.]/g, '');
  const file = path.join(folder, `${partition}-${stamp}.csv.gz`);
  const hash = createHash('sha256');
  await pipeline(
    client.query(copyTo(`copy (${rowsOf(partition, keptFrom)}) to stdout with (format csv, header)`)),
    createGzip(),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    fs.createWriteStream(`${file}.part`, { mode: 0o600, flush: true }),
  );
  fs.renameSync(`${file}.part`, file);
  return { file: path.basename(file), sha256: hash.digest('hex') };
}
