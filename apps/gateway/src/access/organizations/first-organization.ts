import { HttpProblem } from '../../http/problem.js';
import type { Caller } from '../caller.js';

/** There from the start; its owners run the installation. */
export const FIRST_ORGANIZATION = 'default';

/** What concerns every organization is not for the people of another one. */
export function assertRunsInstallation({ organization }: Caller): void {
  if (organization === FIRST_ORGANIZATION) return;
  throw new HttpProblem(
    'forbidden',
    `Only the organization ${FIRST_ORGANIZATION} may do this: it concerns all of them.`,
  );
}
