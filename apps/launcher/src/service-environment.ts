import path from 'node:path';
import { repositoryRoot } from './stack-options.js';

/** What a service is told besides its port and its servers: our environment, less what is meant for one process only. */
export function serviceEnvironment(
  environment: NodeJS.ProcessEnv,
  isPublic: boolean,
  position: number,
  ownerKey: string | undefined,
): NodeJS.ProcessEnv {
  const { HOST, METRICS_PORT, AUTH, OWNER_KEY: _, ...rest } = environment;
  return {
    NODE_ENV: 'production',
    // What one thread's arena has freed is of no use to another's: some 30 MB a service.
    MALLOC_ARENA_MAX: '1',
    // Compiled code of Nest and the ORM is kept between starts: this halves the time to be ready.
    NODE_COMPILE_CACHE: path.join(repositoryRoot(), 'node_modules', '.cache', 'powerpulse-compiled'),
    ...rest,
    HOST: isPublic && HOST ? HOST : '127.0.0.1',
    ...(isPublic && AUTH ? { AUTH } : {}),
    ...(isPublic && ownerKey ? { OWNER_KEY: ownerKey } : {}),
    ...(METRICS_PORT ? { METRICS_PORT: String(Number(METRICS_PORT) + position) } : {}),
  };
}
