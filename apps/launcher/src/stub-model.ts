import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { repositoryRoot } from './stack-options.js';

export interface StubModel {
  /** What the services are told, so that they take it for OpenAI. */
  environment: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

interface StubAddress {
  url: string;
}

/** The tests' stand-in for a language model, as a process: the same code asks it as a real one. It ends when we do. */
export async function startStubModel(): Promise<StubModel> {
  const program = path.join(repositoryRoot(), 'dist/libs/testing/src/llm-stub/main.js');
  const child = fork(program, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const exit = once(child, 'exit');
  const [message] = (await Promise.race([once(child, 'message'), exit])) as [StubAddress | number | null];
  if (typeof message !== 'object' || message === null)
    throw new Error('The stub of a language model ended at once. Its errors are above.');
  return {
    environment: {
      SCORER: 'openai',
      OPENAI_BASE_URL: message.url,
      OPENAI_API_KEY: 'stub',
      // Its scores are made up, and every score says so; what it would cost is what gpt-4o-mini costs.
      OPENAI_MODEL: 'stub',
      PRICE_INPUT_PER_MILLION: '0.15',
      PRICE_OUTPUT_PER_MILLION: '0.6',
    },
    stop: async () => {
      child.disconnect();
      await exit;
    },
  };
}
