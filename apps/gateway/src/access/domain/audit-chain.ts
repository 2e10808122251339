import { hash } from 'node:crypto';
import type { Demand } from '../allow.js';

/** One row of the audit log: who did what, to what, and how it was answered. Never what was written or sent. */
export interface AuditFact {
  /** Epoch milliseconds. */
  readonly at: number;
  /** As `nameOf` gives it; `unknown` where nobody was recognised. */
  readonly caller: string;
  readonly role: string | null;
  /** The call's operationId. */
  readonly action: string;
  /** The id in the call's path that is ours: never a customer's. */
  readonly target: string | null;
  /** HTTP status of the answer. */
  readonly status: number;
  readonly requestId: string;
}

export interface AuditRow extends AuditFact {
  readonly sequence: number;
  readonly hash: string;
}

/** What the first row of an organization stands on. */
export const GENESIS = '0'.repeat(64);

function chainHash(before: string, organization: string, sequence: number, fact: AuditFact): string {
  const { at, caller, role, action, target, status, requestId } = fact;
  const content = [before, organization, sequence, at, caller, role, action, target, status, requestId];
  return hash('sha256', JSON.stringify(content), 'hex');
}

/** Rows for facts that happened at one instant, on top of the last row there is. */
export function chained(
  organization: string,
  last: { sequence: number; hash: string },
  facts: readonly Omit<AuditFact, 'at'>[],
  at: number,
): AuditRow[] {
  let { sequence, hash: before } = last;
  return facts.map((fact) => {
    sequence++;
    before = chainHash(before, organization, sequence, { ...fact, at });
    return { ...fact, at, sequence, hash: before };
  });
}

/** The first sequence number at which the chain does not hold; undefined: it holds. Rows in order, from after `last`. */
export function brokenAt(
  organization: string,
  last: { sequence: number; hash: string },
  rows: readonly AuditRow[],
): number | undefined {
  let before = last;
  for (const row of rows) {
    const expected = before.sequence + 1;
    if (row.sequence !== expected) return expected;
    if (row.hash !== chainHash(before.hash, organization, row.sequence, row)) return row.sequence;
    before = row;
  }
  return undefined;
}

/** Chats that come in one by one have rows of their own; reading is not recorded, taking away is. */
export function isAudited(method: string, demand: Demand | undefined): boolean {
  if (demand === 'conversations:write' || demand === 'anybody') return false;
  const reads = method === 'GET' || method === 'HEAD';
  return !reads || demand === 'exports:read' || demand === 'audit:read';
}
