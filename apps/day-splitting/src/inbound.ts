import { ConversationIngested, OrganizationSettingsChanged } from '@powerpulse/contracts';
import { on } from '@powerpulse/messaging';
import { ApplySettings } from './commands/apply-settings.command.js';
import { SplitConversations } from './commands/split-conversations.command.js';

/** Everything this service listens to. */
export const inbound = [
  on(ConversationIngested, { batch: 200 }, (delivery) => new SplitConversations(delivery)),
  on(OrganizationSettingsChanged, { batch: 1 }, (delivery) => new ApplySettings(delivery)),
];
