import type { ConversationDayCreated, EventOf } from '@powerpulse/contracts';
import type { Tx } from '@powerpulse/runtime';
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
       select * from json_to_recordset($1::json) as d(organization text, day_id uuid, version int,
         conversation_id uuid, conversation_version int, date date, transcript_hash text, upload_ids uuid[],
         first_at timestamptz, last_at timestamptz, token_estimate int, agent_names json, earlier_days json,
         force boolean, correlation_id text, tokens int, job_id uuid)),
     stored as (
       insert into days (organization, day_id, version, conversation_id, conversation_version, date, transcript_hash,
         upload_ids, first_at, last_at, token_estimate, agent_names, earlier_days, force, correlation_id)
       select organization, day_id, version, conversation_id, conversation_version, date, transcript_hash,
         upload_ids, first_at, last_at, token_estimate, agent_names, earlier_days, force, correlation_id
       from given on conflict do nothing)
     insert into job_days (organization, day_id, version, run_id, try, tokens, job_id)
     select organization, day_id, version, $2, 0, tokens, job_id from given on conflict do nothing`,
    [JSON.stringify(days.map(row)), LIVE_RUN],
  );
}

function row({ event, tokens, jobId }: NewDay) {
  const { data } = event;
  return {
    organization: event.organization,
    day_id: data.day_id,
    version: data.version,
    conversation_id: data.conversation_id,
    conversation_version: data.conversation_version,
    date: data.date,
    transcript_hash: data.transcript_hash,
    upload_ids: data.upload_ids,
    first_at: data.first_at,
    last_at: data.last_at,
    token_estimate: data.token_estimate,
    agent_names: data.agents.flatMap(({ username, email }) =>
      email === null ? [username] : [username, email],
    ),
    earlier_days: data.earlier_days,
    force: data.force,
    correlation_id: event.correlation_id,
    tokens,
    job_id: jobId,
  };
}
