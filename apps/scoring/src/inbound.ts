import { ConversationDayCreated, ConversationDayRetracted, UploadCancelled } from '@powerpulse/contracts';
import { on } from '@powerpulse/messaging';
import { AcceptDays } from './commands/accept-days.command.js';
import { CancelUploads } from './commands/cancel-uploads.command.js';
import { RetractDays } from './commands/retract-days.command.js';

/** Everything this service listens to. */
export const inbound = [
  on(ConversationDayCreated, { batch: 500 }, (delivery) => new AcceptDays(delivery)),
  on(ConversationDayRetracted, { batch: 500 }, (delivery) => new RetractDays(delivery)),
  on(UploadCancelled, { batch: 50 }, (delivery) => new CancelUploads(delivery)),
];
