import { randomUUID } from 'node:crypto';
import { createLogger, Database, type Tx } from '@powerpulse/runtime';
import { Injectable } from '@nestjs/common';
import { mayCall, type LaneLimits, type LaneState } from '../domain/llm/call-limits.js';
import { LIVE_RUN } from '../jobs/waiting-days.js';
import { Budgets } from './budgets.js';

export interface CallRequest {
  lane: string;
  organization: string;
  jobId: string;
  runId: string;
  days: number;
  /** Input and the largest possible answer. */
  tokens: number;
  /** Their price; null where none is known. */
  usd: number | null;
  timeoutMs: number;
}

export type Entrance =
  | { kind: 'go'; callId: string }
  | { kind: 'wait'; waitMs: number; why: string }
  /** Nobody wants this job any more. */
  | { kind: 'cancelled' }
  | { kind: 'budget'; why: string };

const CAP_REACHED = 'the cap of the backfill is reached';
const CAP_WAIT_MS = 10_000;

/** Long enough that the job is given back: other organizations are not to stand behind it. */
const RESERVED_WAIT_MS = 4_000;

/** A worker may take so much longer than a call's own deadline to say what became of it. */
const MARGIN_MS = 5_000;

/**
 * Every call of the fleet passes here: one row per model is locked, so what is decided holds for all replicas. A call
 * takes its place and its money before it is made; both come back when it ends, or when its deadline is over.
 */
@Injectable()
export class CallGate {
  private readonly log = createLogger('call-gate');

  constructor(
    private readonly database: Database,
    private readonly budgets: Budgets,
  ) {}

  async enter(request: CallRequest, limits: LaneLimits): Promise<Entrance> {
    const { entrance, warning } = await this.database.transaction(async (tx) => {
      const lane = await lockLane(tx, request.lane);
      let now = await lookAround(tx, request, limits);
      if (now.lost) {
        await this.settleLost(tx, request.lane);
        now = await lookAround(tx, request, limits);
      }
      if (now.unwanted) return { entrance: { kind: 'cancelled' } as const, warning: null };
      if (await overItsCap(tx, request))
        return { entrance: { kind: 'wait', waitMs: CAP_WAIT_MS, why: CAP_REACHED } as const, warning: null };
      const may = mayCall(stateOf(lane, now), limits, request.tokens);
      if (!may.go)
        return { entrance: { kind: 'wait', waitMs: may.waitMs, why: may.why } as const, warning: null };
      const reserved = await this.budgets.reserve(tx, request.organization, request.usd);
      if (!reserved.ok) {
        const { later, why } = reserved;
        const entrance = later
          ? { kind: 'wait' as const, waitMs: RESERVED_WAIT_MS, why }
          : { kind: 'budget' as const, why };
        return { entrance, warning: null };
      }
      const callId = randomUUID();
      await insertCall(tx, callId, request);
      return { entrance: { kind: 'go', callId } as const, warning: reserved.warning };
    });
    if (warning !== null) this.log.warn({ organization: request.organization, ...warning }, 'budget');
    return entrance;
  }

  /** Calls whose worker has said nothing until after the deadline: nobody knows, so all that was reserved is spent. */
  private async settleLost(tx: Tx, lane: string): Promise<void> {
    const lost = await tx.query<{ organization: string; reserved: number | null; started_at: string }>(
      `update llm_calls set status = 'lost', ended_at = now(), cost_usd = reserved_usd, error = 'its worker was lost'
       where lane = $1 and ended_at is null and deadline_at < now()
       returning organization, reserved_usd::float8 as reserved, started_at::text as started_at`,
      [lane],
    );
    for (const call of lost)
      await this.budgets.settle(tx, call.organization, call.started_at, call.reserved, call.reserved);
  }
}

interface LaneRow {
  paused: number | null;
  pause_reason: string | null;
  failures: number;
  open: number | null;
}

/** A worker that freezes with the lock in its hand would stop the whole fleet: its transaction is ended after so long. */
const FROZEN_AFTER_MS = 3_000;

/** Locks the model's row until the end of the transaction. */
async function lockLane(tx: Tx, lane: string): Promise<LaneRow> {
  const select = `select (extract(epoch from paused_until - now()) * 1000)::float8 as paused, pause_reason, failures,
      (extract(epoch from open_until - now()) * 1000)::float8 as open,
      set_config('idle_in_transaction_session_timeout', '${FROZEN_AFTER_MS}', true) as bound
    from llm_lanes where lane = $1 for update`;
  const [row] = await tx.query<LaneRow>(select, [lane]);
  if (row !== undefined) return row;
  await tx.query('insert into llm_lanes (lane) values ($1) on conflict do nothing', [lane]);
  const [created] = await tx.query<LaneRow>(select, [lane]);
  return created ?? { paused: null, pause_reason: null, failures: 0, open: null };
}

/** A backfill whose next call could cost more than is left of its cap is paused; a person resumes it. */
async function overItsCap(tx: Tx, { organization, runId, usd }: CallRequest): Promise<boolean> {
  if (runId === LIVE_RUN) return false;
  const rows = await tx.query(
    `update backfills b set status = 'paused', note = $4, updated_at = now()
     where b.backfill_id = $2 and b.max_usd is not null and b.max_usd < coalesce($3::numeric, 0) + (
       select coalesce(sum(coalesce(c.cost_usd, c.reserved_usd)), 0) from jobs j join llm_calls c using (job_id)
       where j.organization = $1 and j.run_id = $2)
     returning 1 as over`,
    [organization, runId, usd, CAP_REACHED],
  );
  return rows.length > 0;
}

interface Surroundings {
  /** Calls whose deadline is over. */
  lost: boolean;
  /** Every upload that asked for the job was cancelled. */
  unwanted: boolean;
  open: number;
  calls: number;
  tokens: number;
  frees: number | null;
  day: number;
}

/** In one statement, and after the lock: each costs everyone who waits at the gate. */
async function lookAround(
  tx: Tx,
  { lane, organization, jobId }: CallRequest,
  limits: LaneLimits,
): Promise<Surroundings> {
  const [row] = await tx.query<Surroundings>(
    `select open.lost, open.calls as open, recent.calls, recent.tokens, recent.frees,
       exists (select 1 from jobs where job_id = $4 and upload_ids <> '{}' and upload_ids <@
         (select coalesce(array_agg(upload_id), '{}') from cancelled_uploads where organization = $3)) as unwanted,
       case when $2 then (select count(*)::int from llm_calls
                          where lane = $1 and started_at > now() - interval '1 day') else 0 end as day
     from (select count(*) filter (where status = 'in_flight')::int as calls,
             coalesce(bool_or(deadline_at < now()), false) as lost
           from llm_calls where lane = $1 and ended_at is null) open,
          (select count(*)::int as calls,
             coalesce(sum(coalesce(input_tokens + output_tokens, reserved_tokens)), 0)::float8 as tokens,
             (extract(epoch from min(started_at) + interval '1 minute' - now()) * 1000)::float8 as frees
           from llm_calls where lane = $1 and started_at > now() - interval '1 minute') recent`,
    [lane, limits.requestsPerDay !== null, organization, jobId],
  );
  if (row === undefined) throw new Error('counts without a row');
  return row;
}

function stateOf(lane: LaneRow, now: Surroundings): LaneState {
  return {
    pausedForMs: lane.paused,
    pauseReason: lane.pause_reason,
    failures: lane.failures,
    openForMs: lane.open,
    inFlight: now.open,
    callsLastMinute: now.calls,
    tokensLastMinute: now.tokens,
    callsLastDay: now.day,
    minuteFreesInMs: Math.max(now.frees ?? 1_000, 50),
  };
}

async function insertCall(tx: Tx, callId: string, request: CallRequest): Promise<void> {
  await tx.query(
    `insert into llm_calls (call_id, lane, organization, job_id, status, days, deadline_at, reserved_tokens, reserved_usd)
     values ($1, $2, $3, $4, 'in_flight', $5, now() + $6 * interval '1 millisecond', $7, $8)`,
    [
      callId,
      request.lane,
      request.organization,
      request.jobId,
      request.days,
      request.timeoutMs + MARGIN_MS,
      request.tokens,
      request.usd,
    ],
  );
}
