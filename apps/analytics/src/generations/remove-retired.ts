import type { Database } from '@powerpulse/runtime';
import { READ_MODELS } from '../tables/read-model-tables.js';

const ROWS_A_STEP = 5_000;

/** Deletes some of what no reader sees any more; true where there may be more. */
export async function removeRetired(database: Database): Promise<boolean> {
  const [retired] = await database.query<{ organization: string; generation: number }>(
    'select organization, generation from generations where retired order by 1, 2 limit 1',
  );
  if (retired === undefined) return false;
  const key = [retired.generation, retired.organization];
  for (const { name: table } of READ_MODELS) {
    const deleted = await database.query(
      `delete from ${table} where ctid = any(array(
         select ctid from ${table} where generation = $1 and organization = $2 limit ${ROWS_A_STEP})) returning 1`,
      key,
    );
    if (deleted.length > 0) return true;
  }
  await database.query('delete from generations where generation = $1 and organization = $2', key);
  return true;
}
