/** US dollars for a million tokens, from a date on. Sources: the providers' price pages; a changed price is a new row. */
interface Price {
  model: RegExp;
  from: string;
  input: number;
  output: number;
}

const PRICES: readonly Price[] = [
  { model: /^gpt-4o-mini(?:-\d{4}-\d{2}-\d{2})?$/, from: '2024-07-18', input: 0.15, output: 0.6 },
  { model: /^gpt-4o(?:-\d{4}-\d{2}-\d{2})?$/, from: '2024-08-06', input: 2.5, output: 10 },
  { model: /^gpt-4\.1(?:-\d{4}-\d{2}-\d{2})?$/, from: '2025-04-14', input: 2, output: 8 },
  { model: /^gpt-4\.1-mini(?:-\d{4}-\d{2}-\d{2})?$/, from: '2025-04-14', input: 0.4, output: 1.6 },
  { model: /^gpt-4\.1-nano(?:-\d{4}-\d{2}-\d{2})?$/, from: '2025-04-14', input: 0.1, output: 0.4 },
  { model: /^gpt-5-mini(?:-\d{4}-\d{2}-\d{2})?$/, from: '2025-08-07', input: 0.25, output: 2 },
  { model: /^gpt-5-nano(?:-\d{4}-\d{2}-\d{2})?$/, from: '2025-08-07', input: 0.05, output: 0.4 },
  { model: /^gemini-2\.0-flash$/, from: '2025-02-05', input: 0.1, output: 0.4 },
  { model: /^gemini-2\.5-flash$/, from: '2025-06-17', input: 0.3, output: 2.5 },
  { model: /^gemini-2\.5-flash-lite$/, from: '2025-07-22', input: 0.1, output: 0.4 },
];

export interface TokenPrice {
  /** US dollars for one token. */
  input: number;
  output: number;
}

/** What the model costs on a date (YYYY-MM-DD); null where no price is known. A configured price wins. */
export function priceOf(
  model: string,
  date: string,
  configured: TokenPrice | null = null,
): TokenPrice | null {
  if (configured !== null) return configured;
  const valid = PRICES.filter((price) => price.model.test(model) && price.from <= date);
  const newest = valid.reduce<Price | null>(
    (best, price) => (best === null || price.from > best.from ? price : best),
    null,
  );
  return newest === null ? null : { input: newest.input / 1e6, output: newest.output / 1e6 };
}

export const costOf = (price: TokenPrice | null, inputTokens: number, outputTokens: number): number | null =>
  price === null ? null : Math.round((price.input * inputTokens + price.output * outputTokens) * 1e8) / 1e8;
