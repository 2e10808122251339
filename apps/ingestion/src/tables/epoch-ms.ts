/** Timestamps cross to JavaScript as epoch milliseconds: exact, and whatever parsers the pool has. */
export const msOf = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

export const instantOf = (milliseconds: string): string => `to_timestamp(${milliseconds} / 1000.0)`;

export const isoOf = (milliseconds: number): string => new Date(milliseconds).toISOString();
