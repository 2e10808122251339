// System tests start the built services and look at them in a browser: both have to be there also where vitest was
// called directly.
import { ensureTestPrograms } from './test-programs.mjs';
import { ensureBuilt } from './setup.mjs';

export default () => {
  ensureBuilt(process.execPath);
  ensureTestPrograms();
};
