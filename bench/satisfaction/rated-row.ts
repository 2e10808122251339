import { mean } from './dialogues.js';
import { meanAbsoluteError } from './figures.js';
import { agreementOf, humanCeiling, type Item } from './protocols.js';
import type { Row } from './table.js';

/** What a scorer reaches, beside what people, VADER (`floor`) and a constant reach on the same items. */
export const ratedRow = (
  row: Pick<Row, 'file' | 'protocol' | 'model' | 'unjudged'>,
  items: readonly Item[],
  floor: readonly Item[],
): Row => ({
  ...row,
  agreement: agreementOf(items),
  human: humanCeiling(items.map(({ ratings }) => ratings)),
  vader: agreementOf(floor),
  constant_mae: constantError(items),
});

function constantError(items: readonly Item[]): number {
  const actual = items.map(({ ratings }) => mean(ratings));
  return meanAbsoluteError(new Float64Array(actual.length).fill(mean(actual)), actual);
}
