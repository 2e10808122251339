/** Percentages of a budget at which its organization is warned. */
export const WARN_AT = [50, 80, 95] as const;

export interface BudgetState {
  /** US dollars for the month; null where there is no limit. */
  limit: number | null;
  spent: number;
  reserved: number;
  /** The highest percentage warned about so far. */
  warned: number;
}

export type Reservation =
  | { ok: true; /** A percentage that is passed for the first time. */ warn: number | null }
  | {
      ok: false;
      /** It fits once calls under way have cost less than was reserved for them. */ later: boolean;
      why: string;
    };

/** Whether a call that may cost so much fits. What is reserved for calls under way counts as spent. */
export function reservation(budget: BudgetState, usd: number | null): Reservation {
  if (budget.limit === null) return { ok: true, warn: null };
  if (usd === null)
    return {
      ok: false,
      later: false,
      why: 'the budget can not be kept: the price of the model is not known',
    };
  const after = budget.spent + budget.reserved + usd;
  if (budget.spent + usd > budget.limit)
    return { ok: false, later: false, why: 'the budget of the month is used up' };
  if (after > budget.limit)
    return { ok: false, later: true, why: 'the rest of the budget is reserved for calls under way' };
  const percent = budget.limit === 0 ? 0 : (after / budget.limit) * 100;
  const passed = WARN_AT.filter((at) => percent >= at && at > budget.warned);
  return { ok: true, warn: passed.at(-1) ?? null };
}
