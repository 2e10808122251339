import { OrganizationSettingsChanged, UploadAccepted, UploadCancelled } from '@powerpulse/contracts';
import { on } from '@powerpulse/messaging';
import { AcceptUploads } from './commands/accept-uploads.command.js';
import { ApplySettings } from './commands/apply-settings.command.js';
import { CancelUploads } from './commands/cancel-uploads.command.js';

/** Everything this service listens to. */
export const inbound = [
  on(UploadAccepted, { batch: 100 }, (delivery) => new AcceptUploads(delivery)),
  on(UploadCancelled, { batch: 20 }, (delivery) => new CancelUploads(delivery)),
  on(OrganizationSettingsChanged, { batch: 20 }, (delivery) => new ApplySettings(delivery)),
];
