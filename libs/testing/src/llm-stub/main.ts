/** The stub as a process of its own: LLM_STUB_PORT, LLM_STUB_LATENCY_MS. Told where it listens, its parent ends it. */
import { createLogger, loadConfig } from '@powerpulse/runtime';
import { z } from 'zod';
import { LlmStub } from './llm-stub.js';

const config = loadConfig(
  z.object({
    LLM_STUB_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
    LLM_STUB_LATENCY_MS: z.coerce.number().int().min(0).default(200),
  }),
);
const stub = await LlmStub.start({ port: config.LLM_STUB_PORT, latencyMs: config.LLM_STUB_LATENCY_MS });
createLogger('llm-stub').info({ url: stub.url }, 'listening');
process.send?.({ url: stub.url });
process.on('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
