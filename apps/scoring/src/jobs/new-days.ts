import type { ConversationDayCreated, EventOf } from '@powerpulse/contracts';
import { jsonLines, plainArray, textArray, type Tx } from '@powerpulse/runtime';
import { LIVE_RUN } from './waiting-days.js';

type DayCreated = EventOf<typeof ConversationDayCreated>;

export interface NewDay {
  event: DayCreated;
  /** Expected in a prompt. */
  tokens: number;
  /** Null: it waits for the packer. */
  jobId: string | null;
}

/** Stores what the events say, and that each of these versions is to be judged. Known ones are left as they are. */
export async function insertDays(tx: Tx, days: readonly NewDay[]): Promise<void> {
  await tx.query(
    `with given as (
       select u.organization, u.day_id, u.version, u.conversation_id, u.conversation_version, u.date, u.transcript_hash,
         u.upload_ids::uuid[] as upload_ids, u.first_at, u.last_at, u.token_estimate, u.agent_names, u.earlier_days,
         u.force, u.correlation_id, u.tokens, u.job_id
       from unnest($2::text[], $3::uuid[], $4::int[], $5::uuid[], $6::int[], $7::date[], $8::text[], $9::text[],
         $10::timestamptz[], $11::timestamptz[], $12::int[], string_to_array($13, E'\\n')::json[],
         string_to_array($14, E'\\n')::json[], $15::boolean[], $16::text[], $17::int[], $18::uuid[])
         as u(organization, day_id, version, conversation_id, conversation_version, date, transcript_hash, upload_ids,
           first_at, last_at, token_estimate, agent_names, earlier_days, force, correlation_id, tokens, job_id)),
     stored as (
       insert into days (organization, day_id, version, conversation_id, conversation_version, date, transcript_hash,
         upload_ids, first_at, last_at, token_estimate, agent_names, earlier_days, force, correlation_id)
       select organization, day_id, version, conversation_id, conversation_version, date, transcript_hash,
         upload_ids, first_at, last_at, token_estimate, agent_names, earlier_days, force, correlation_id
       from given on conflict do nothing)
     insert into job_days (organization, day_id, version, run_id, try, tokens, job_id)
     select organization, day_id, version, $1, 0, tokens, job_id from given on conflict do nothing`,
    [LIVE_RUN, ...columns(days)],
  );
}

function columns(days: readonly NewDay[]): string[] {
  const of = <T>(pick: (data: DayCreated['data']) => T): T[] => days.map(({ event }) => pick(event.data));
  return [
    textArray(days.map(({ event }) => event.organization)),
    plainArray(of((data) => data.day_id)),
    plainArray(of((data) => data.version)),
    plainArray(of((data) => data.conversation_id)),
    plainArray(of((data) => data.conversation_version)),
    plainArray(of((data) => data.date)),
    textArray(of((data) => data.transcript_hash)),
    textArray(of((data) => plainArray(data.upload_ids))),
    plainArray(of((data) => data.first_at)),
    plainArray(of((data) => data.last_at)),
    plainArray(of((data) => data.token_estimate)),
    jsonLines(of((data) => JSON.stringify(namesOf(data)))),
    jsonLines(of((data) => JSON.stringify(data.earlier_days))),
    plainArray(of((data) => data.force)),
    textArray(days.map(({ event }) => event.correlation_id)),
    plainArray(days.map(({ tokens }) => tokens)),
    plainArray(days.map(({ jobId }) => jobId)),
  ];
}

const namesOf = ({ agents }: DayCreated['data']): string[] =>
  agents.flatMap(({ username, email }) => (email === null ? [username] : [username, email]));
