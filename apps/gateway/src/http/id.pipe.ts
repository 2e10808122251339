import type { PipeTransform } from '@nestjs/common';
import { NotFound } from '@powerpulse/runtime';

/** As RFC 9562 has them, which is what other services take. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** What can't be an id is the id of nothing: 404, like any other id that isn't there. */
export const idPipe = (unknown: string): PipeTransform<string, string> => ({
  transform: (value) => {
    if (!UUID.test(value)) throw new NotFound(unknown);
    return value.toLowerCase();
  },
});
