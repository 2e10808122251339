import {
  BatchScored,
  ConversationDayCreated,
  ConversationDayRetracted,
  ConversationSplit,
  DayUnscored,
  OrganizationSettingsChanged,
  UploadIngested,
} from '@powerpulse/contracts';
import { on } from '@powerpulse/messaging';
import { ApplySettings } from './commands/apply-settings.command.js';
import { ProjectEvents } from './commands/project-events.command.js';

/** Everything this service listens to. What read models are made of is kept, for rebuilds. */
export const inbound = [
  on(ConversationDayCreated, { batch: 1000, keepPayload: true }, (delivery) => new ProjectEvents(delivery)),
  on(ConversationDayRetracted, { batch: 500, keepPayload: true }, (delivery) => new ProjectEvents(delivery)),
  // Each holds the days of a whole job.
  on(BatchScored, { batch: 40, keepPayload: true }, (delivery) => new ProjectEvents(delivery)),
  on(DayUnscored, { batch: 500, keepPayload: true }, (delivery) => new ProjectEvents(delivery)),
  on(ConversationSplit, { batch: 500 }, (delivery) => new ProjectEvents(delivery)),
  on(UploadIngested, { batch: 50 }, (delivery) => new ProjectEvents(delivery)),
  on(OrganizationSettingsChanged, { batch: 1 }, (delivery) => new ApplySettings(delivery)),
];
