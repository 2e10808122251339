export { type Delivery, type InboundOptions, type InboundRow, on } from './inbound.js';
export type { Fact, UnitOfWork } from './unit-of-work.js';
export { Transactions } from './transactions.js';
export { type AskOptions, Requests } from './requests.js';
export { Answers, type RequestContext } from './answers.js';
export { messagingTables } from './tables.js';
export { MessagingModule, type MessagingOptions } from './messaging.module.js';
export { DeadLetters } from './dead-letters.js';
export { PausedConsumers } from './paused-consumers.js';
