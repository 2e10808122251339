import { HttpProblem } from '../../http/problem.js';

/** The file is refused as a whole, and nothing of it is kept. `code` is what a program looks at. */
export const refuseFile = (code: string, detail: string, hint: string): HttpProblem =>
  new HttpProblem('upload-refused', detail, { hint, errors: [{ path: 'file', message: code }] });
