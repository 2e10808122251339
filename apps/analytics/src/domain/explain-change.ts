import type { ExplainChange, ReplyOf, Weights } from '@powerpulse/contracts';
import { meanOfNano } from './exact.js';
import type { Totals } from './totals.js';

/** Days (each shared out among its groups) and their CSI, in nano-units. */
export interface Shares {
  readonly days: bigint;
  readonly csi: bigint;
}
export type SharesByGroup = ReadonlyMap<string, Shares>;

/** One of the two periods that are compared. */
export interface ExplainedPeriod {
  readonly totals: Totals;
  readonly topics: SharesByGroup;
  readonly agents: SharesByGroup;
}

type Change = NonNullable<ReplyOf<typeof ExplainChange>['change']>;
type Breakdown = Change['topics'];
type Part = Breakdown['parts'][number];

const NANO = 1e9;

/** What the change of CSI is made of; `null` where either period has no scored day. */
export function explainChange(
  before: ExplainedPeriod,
  after: ExplainedPeriod,
  weights: Weights,
  limit: number,
): Change | null {
  const [c0, c1] = [csiOf(before), csiOf(after)];
  if (c0 === null || c1 === null) return null;
  const delta = Math.round((c1 - c0) * NANO);
  return {
    delta: delta / NANO,
    pillars: pillarParts(before.totals, after.totals, weights, delta),
    topics: breakdown(withRest(before, before.topics), withRest(after, after.topics), delta, limit),
    agents: breakdown(withRest(before, before.agents), withRest(after, after.agents), delta, limit),
  };
}

export const csiOf = ({ totals: { sums, counts } }: ExplainedPeriod): number | null =>
  meanOfNano(sums.csi, counts.scored_days);

function pillarParts(before: Totals, after: Totals, weights: Weights, delta: number): Change['pillars'] {
  const parts = (
    [
      ['resolution_quality', weights.effectiveness],
      ['customer_ease', weights.effort],
      ['service_timeliness', weights.efficiency],
      ['interaction_quality', weights.empathy],
    ] as const
  ).map(([pillar, weight]) => ({
    pillar,
    weight,
    before: meanOfNano(before.sums[pillar], before.counts.scored_days) ?? 0,
    after: meanOfNano(after.sums[pillar], after.counts.scored_days) ?? 0,
  }));
  const nano = exactly(
    parts.map((part) => part.weight * (part.after - part.before)),
    delta,
  );
  return parts.map((part, i) => ({ ...part, contribution: (nano[i] ?? 0) / NANO }));
}

/** Scored days that belong to no group are a group too: otherwise the shares would not be shares of the whole. */
function withRest({ totals }: ExplainedPeriod, groups: SharesByGroup): Map<string | null, Shares> {
  let days = BigInt(totals.counts.scored_days) * BigInt(NANO);
  let csi = totals.sums.csi;
  for (const shares of groups.values()) {
    days -= shares.days;
    csi -= shares.csi;
  }
  const all = new Map<string | null, Shares>([...groups].filter(([, shares]) => shares.days > 0n));
  if (days > 0n) all.set(null, { days, csi });
  return all;
}

/**
 * A group changes the whole because its own CSI changed (weighted with its mean share) and because its share did (times
 * how far it lies from the whole). A group that exists in one period only has no CSI of its own to change: all of it is
 * mix.
 */
function breakdown(
  before: ReadonlyMap<string | null, Shares>,
  after: ReadonlyMap<string | null, Shares>,
  delta: number,
  limit: number,
): Breakdown {
  const [all0, all1] = [sumOf(before), sumOf(after)];
  const middle = (Number(all0.csi) / Number(all0.days) + Number(all1.csi) / Number(all1.days)) / 2;
  const groups = [...new Set([...before.keys(), ...after.keys()])].map((group) => {
    const [own0, own1] = [before.get(group), after.get(group)];
    const [csi0, csi1] = [meanCsi(own0), meanCsi(own1)];
    const [share0, share1] = [shareOf(own0, all0), shareOf(own1, all1)];
    const [from, to] = [csi0 ?? csi1 ?? 0, csi1 ?? csi0 ?? 0];
    return {
      group,
      days: { before: daysIn(own0), after: daysIn(own1) },
      csi: { before: csi0, after: csi1 },
      effects: [((share0 + share1) / 2) * (to - from), (share1 - share0) * ((from + to) / 2 - middle)],
    };
  });
  const nano = exactly(
    groups.flatMap(({ effects }) => effects),
    delta,
  );
  const parts = groups.map(({ effects: _, ...group }, i) => {
    const [within = 0, mix = 0] = nano.slice(2 * i, 2 * i + 2);
    return { ...group, within, mix, contribution: within + mix };
  });
  parts.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || byName(a.group, b.group));
  const rest = parts.slice(limit);
  const all = totalOf(parts);
  return {
    parts: parts.slice(0, limit).map(inPoints),
    others: { groups: rest.length, ...inPoints(totalOf(rest)) },
    within: all.within / NANO,
    mix: all.mix / NANO,
  };
}

/** Whole nano-units that add up to the delta: what rounding leaves over goes where it is least seen. */
function exactly(points: readonly number[], delta: number): number[] {
  const nano = points.map((value) => Math.round(value * NANO));
  const largest = nano.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  const place = nano.indexOf(largest);
  const left = delta - nano.reduce((sum, value) => sum + value, 0);
  return nano.map((value, i) => (i === place ? value + left : value));
}

type Effects = Pick<Part, 'within' | 'mix' | 'contribution'>;

const inPoints = <E extends Effects>(effects: E): E => ({
  ...effects,
  within: effects.within / NANO,
  mix: effects.mix / NANO,
  contribution: effects.contribution / NANO,
});

const totalOf = (parts: readonly Effects[]): Effects =>
  parts.reduce(
    (sum, { within, mix, contribution }) => ({
      within: sum.within + within,
      mix: sum.mix + mix,
      contribution: sum.contribution + contribution,
    }),
    { within: 0, mix: 0, contribution: 0 },
  );

function sumOf(groups: ReadonlyMap<string | null, Shares>): Shares {
  let [days, csi] = [0n, 0n];
  for (const shares of groups.values()) {
    days += shares.days;
    csi += shares.csi;
  }
  return { days, csi };
}

const meanCsi = (own: Shares | undefined) => (own === undefined ? null : Number(own.csi) / Number(own.days));
const shareOf = (own: Shares | undefined, all: Shares) =>
  own === undefined ? 0 : Number(own.days) / Number(all.days);
const daysIn = (own: Shares | undefined) => (own === undefined ? 0 : Number(own.days) / NANO);
const byName = (a: string | null, b: string | null) => ((a ?? '') < (b ?? '') ? -1 : 1);
