export type CountTokens = (text: string) => number;

/** A run without a space longer than this is counted in pieces: byte-pair encoders take quadratic time on it. */
const LONGEST_RUN = 200;
const LONG_RUN = new RegExp(`\\S{${LONGEST_RUN + 1},}|\\s{${LONGEST_RUN + 1},}`, 'g');

/** A counter that hostile text can't slow down. Pieces are never fewer tokens than the whole. */
export function boundedCounter(count: CountTokens): CountTokens {
  return (text) => {
    let total = 0;
    let from = 0;
    for (const run of text.matchAll(LONG_RUN)) {
      total += count(text.slice(from, run.index));
      from = run.index + run[0].length;
      for (let at = 0; at < run[0].length; at += LONGEST_RUN)
        total += count(run[0].slice(at, at + LONGEST_RUN));
    }
    return total + count(text.slice(from));
  };
}

/** Where no tokenizer fits the model. */
export const estimateTokens: CountTokens = (text) => Math.ceil(Buffer.byteLength(text) / 4);
