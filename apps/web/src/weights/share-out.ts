export const PARTS = ['effectiveness', 'effort', 'efficiency', 'empathy'] as const;
export type Part = (typeof PARTS)[number];
/** Whole percents, 100 in all. */
export type Percents = Record<Part, number>;

/** One weight is set; the others keep their proportions and share what is left. Always 100 in all. */
export function shareOut(before: Percents, chosen: Part, wanted: number): Percents {
  const value = Math.min(100, Math.max(0, Math.round(wanted)));
  const others = PARTS.filter((part) => part !== chosen);
  const had = others.reduce((sum, part) => sum + before[part], 0);
  const exact = others.map((part) => ({
    part,
    share: (100 - value) * (had === 0 ? 1 / others.length : before[part] / had),
  }));
  const after: Percents = { ...before, [chosen]: value };
  for (const { part, share } of exact) after[part] = Math.floor(share);
  // Whole percents: what rounding down left over goes where most was cut off.
  let left = 100 - PARTS.reduce((sum, part) => sum + after[part], 0);
  for (const { part } of exact.toSorted((a, b) => (b.share % 1) - (a.share % 1))) {
    if (left-- > 0) after[part] += 1;
  }
  return after;
}

/** Shares of 1 as whole percents: what shares say more exactly than that is rounded, the largest takes the rest. */
export function percentsOf(shares: Record<Part, number>): Percents {
  const percents = { ...shares };
  for (const part of PARTS) percents[part] = Math.round(shares[part] * 100);
  const [largest] = PARTS.toSorted((a, b) => percents[b] - percents[a]);
  if (largest) percents[largest] += 100 - PARTS.reduce((sum, part) => sum + percents[part], 0);
  return percents;
}

export function sharesOf(percents: Percents): Record<Part, number> {
  const shares = { ...percents };
  for (const part of PARTS) shares[part] = percents[part] / 100;
  return shares;
}
