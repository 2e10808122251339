export { testDatabase, type TestDatabase } from './test-database.js';
export { testPostgres, type TestPostgres } from './test-postgres.js';
export { testNats, type TestNats } from './test-nats.js';
export { until } from './until.js';
export { type BadInput, badInputs, bytesOf, fieldValueOf } from './bad-inputs.js';
export { buildEvent, type EventOverrides } from './build-event.js';
export { eventStream, type EventStream } from './event-stream.js';
export * from './llm-stub/index.js';
export { scannedTables } from './query-plans.js';
