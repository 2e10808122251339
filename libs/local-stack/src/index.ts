export { freePort, portIsFree } from './ports.js';
export { logTail, processAlive } from './processes.js';
export { canReach, serverAccount, type ServerAccount, sharedTemporaryFolder } from './server-account.js';
export { startPostgres, type PostgresOptions, type RunningPostgres } from './postgres.js';
export { findNatsServer, startNats, type NatsOptions, type RunningNats } from './nats.js';
