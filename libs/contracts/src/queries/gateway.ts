import { z } from 'zod';
import { defineQuery } from '../define-query.js';
import { OrganizationId } from '../values.js';

/** Chunks are at most this long, so that a reply (base64) stays far below the broker's limit. */
export const UPLOAD_CHUNK_BYTES = 256 * 1024;

export const GetUploadChunk = defineQuery({
  name: 'GetUploadChunk',
  version: 1,
  context: 'gateway',
  description:
    'One stored chunk of an uploaded file, as it was sent. `data` is null where there is no such chunk.',
  request: z.object({ organization: OrganizationId, upload_id: z.uuid(), index: z.int().nonnegative() }),
  reply: z.object({ data: z.base64().nullable() }),
});
