export { LlmStub, type LlmStubOptions, type StubCall } from './llm-stub.js';
export { entryFaults, type Fault, OK, rateLimited, status } from './stub-faults.js';
export { entryOf, type Entry, type FencedDay } from './stub-answer.js';
