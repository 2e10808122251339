import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { TimeLimits, WeightProfile } from '../values.js';

export const UploadAccepted = defineEvent({
  name: 'UploadAccepted',
  version: 1,
  context: 'gateway',
  description: 'A file is committed in full and waits to be ingested.',
  schema: z.object({
    upload_id: z.uuid(),
    bytes: z.int().positive(),
    /** SHA-256 of the file, hex. */
    content_hash: z.string(),
    /** Number of stored chunks, fetched one by one from the gateway. */
    chunks: z.int().positive(),
    /** Judge every day of the file's conversations again, even where nothing changed. */
    force_reprocess: z.boolean(),
  }),
});

export const UploadCancelled = defineEvent({
  name: 'UploadCancelled',
  version: 1,
  context: 'gateway',
  description: 'Nothing more of this upload is to be processed; what is done stays.',
  schema: z.object({ upload_id: z.uuid() }),
});

export const OrganizationSettingsChanged = defineEvent({
  name: 'OrganizationSettingsChanged',
  version: 1,
  context: 'gateway',
  description: 'The whole of the settings that other services need. The highest `settings_version` counts.',
  schema: z.object({
    settings_version: z.int().positive(),
    /** IANA name. */
    time_zone: z.string(),
    weight_profile: WeightProfile,
    /** Absent: as docs/metrics.md has them. */
    time_limits: TimeLimits.optional(),
    /** A message that contains one of these is an automatic reply and is not kept. */
    auto_response_patterns: z.array(z.string().min(1)),
  }),
});
