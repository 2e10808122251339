import { Database, type Tx } from '@powerpulse/runtime';
import { Injectable } from '@nestjs/common';
import type { CallFailure } from '../domain/llm/call-failure.js';
import { backoffMs } from '../domain/llm/call-failure.js';
import { FAILURES_TO_OPEN, openFor } from '../domain/llm/call-limits.js';
import type { OpenCall } from '../domain/scorer.js';
import { Budgets } from './budgets.js';

interface Settled {
  organization: string;
  lane: string;
  started_at: string;
  reserved: number | null;
  cost: number | null;
}

interface Pauses {
  retryMs: number;
  recheckMs: number;
}

/** Writes down what became of calls, and what follows for the calls of everyone else. */
@Injectable()
export class CallLedger {
  constructor(
    private readonly database: Database,
    private readonly budgets: Budgets,
  ) {}

  /**
   * Its answer is there: the place is free for the next call, whatever it takes to read and store the answer. What was
   * reserved stays reserved until then. `holdBackMs`: the provider says that nothing is left for so long.
   */
  async landed(lane: string, callId: string, holdBackMs: number): Promise<void> {
    // Where nothing is new the lane is not touched: everyone who wants to call locks it. Nobody waits for the disk: a
    // place that is forgotten in a crash of the server comes back when the answer is stored.
    await this.database.query(
      `with hurry as materialized (select set_config('synchronous_commit', 'off', true)),
       told as (
         update llm_lanes set failures = 0, open_until = null, rate_hits = 0, last_success_at = now(),
           paused_until = case when $2 > 0 then greatest(paused_until, now() + $2 * interval '1 millisecond')
             else paused_until end,
           pause_reason = case when $2 > 0 then 'the provider says that nothing is left' else pause_reason end
         where lane = $1
           and ($2 > 0 or failures > 0 or rate_hits > 0 or open_until is not null or last_success_at is null))
       update llm_calls set status = 'landed' from hurry where call_id = $3 and status = 'in_flight'`,
      [lane, holdBackMs, callId],
    );
  }

  /** In the transaction that stores what the call brought. */
  async answered(tx: Tx, { callId, ...cost }: OpenCall): Promise<void> {
    const rows = await tx.query<Settled>(
      `update llm_calls set status = 'answered', ended_at = now(), input_tokens = $2, output_tokens = $3,
         cost_usd = $4, http_status = 200
       where call_id = $1 and ended_at is null returning ${SETTLED}`,
      [callId, cost.inputTokens, cost.outputTokens, cost.costUsd],
    );
    await this.settle(tx, rows);
  }

  /** Returns whether the provider counts as down by now. */
  async failed(lane: string, callId: string, failure: CallFailure, pauses: Pauses): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [row] = await tx.query<{ failures: number; rate_hits: number }>(
        'select failures, rate_hits from llm_lanes where lane = $1 for update',
        [lane],
      );
      await tellEveryone(tx, lane, failure, { failures: 0, rate_hits: 0, ...row, ...pauses });
      const unknown = failure.kind === 'provider' && failure.mayHaveCost;
      const rows = await tx.query<Settled>(
        `update llm_calls set status = case when $2 then 'lost' else 'failed' end, ended_at = now(),
           cost_usd = case when $2 then reserved_usd else 0 end, http_status = $3, error = $4
         where call_id = $1 and ended_at is null returning ${SETTLED}`,
        [callId, unknown, failure.status, failure.why],
      );
      await this.settle(tx, rows);
      return failure.kind === 'provider' && (row?.failures ?? 0) + 1 >= FAILURES_TO_OPEN;
    });
  }

  /** An answer that brought nothing: it cost all the same. */
  async wasted(call: OpenCall): Promise<void> {
    await this.database.transaction((tx) => this.answered(tx, call));
  }

  /** Given up by ourselves: it may have been answered, so what was reserved is spent. */
  async abandoned(callId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const rows = await tx.query<Settled>(
        `update llm_calls set status = 'lost', ended_at = now(), cost_usd = reserved_usd, error = 'given up'
         where call_id = $1 and ended_at is null returning ${SETTLED}`,
        [callId],
      );
      await this.settle(tx, rows);
    });
  }

  /** Whether this model has ever answered: then a refused request is the request's fault. */
  async everAnswered(lane: string): Promise<boolean> {
    const rows = await this.database.query(
      'select 1 as one from llm_lanes where lane = $1 and last_success_at is not null',
      [lane],
    );
    return rows.length > 0;
  }

  private async settle(tx: Tx, rows: readonly Settled[]): Promise<void> {
    for (const row of rows)
      await this.budgets.settle(tx, row.organization, row.started_at, row.reserved, row.cost);
  }
}

const SETTLED = `organization, lane, started_at::text as started_at, reserved_usd::float8 as reserved,
  cost_usd::float8 as cost`;

async function tellEveryone(
  tx: Tx,
  lane: string,
  failure: CallFailure,
  known: Pauses & { failures: number; rate_hits: number },
): Promise<void> {
  switch (failure.kind) {
    case 'provider': {
      const failures = known.failures + 1;
      await tx.query(
        `update llm_lanes set failures = $2, open_until = now() + $3 * interval '1 millisecond' where lane = $1`,
        [lane, failures, openFor(failures, 4 * known.retryMs)],
      );
      return;
    }
    case 'rate':
      return pause(
        tx,
        lane,
        failure.waitMs ?? backoffMs(known.rate_hits + 1, Math.random(), 2 * known.retryMs),
        failure.why,
      );
    case 'configuration':
      return pause(tx, lane, known.recheckMs, failure.why);
    case 'request':
      return;
  }
}

/** Nobody calls for so long. A longer pause that is known already stays. */
async function pause(tx: Tx, lane: string, ms: number, why: string): Promise<void> {
  await tx.query(
    `update llm_lanes set rate_hits = rate_hits + 1, pause_reason = $3,
       paused_until = greatest(paused_until, now() + $2 * interval '1 millisecond')
     where lane = $1`,
    [lane, ms, why],
  );
}
