export {
  commonConfig,
  type CommonConfig,
  loadConfig,
  migrationConfig,
  parseConfig,
  ConfigError,
} from './config.js';
export { CHANGED_IN, changedSince, noteChange, noteChangesOf, takenHere } from './changes.js';
export {
  Conflict,
  type FieldProblem,
  InvalidInput,
  isProblemCode,
  NotFound,
  Problem,
  type ProblemBody,
  type ProblemCode,
  problemFrom,
  Unavailable,
} from './errors.js';
export { isOutage } from './outage.js';
export { safeError, type SafeError } from './safe-error.js';
export { configureLogging, createLogger, type Logger } from './logger.js';
export { jsonLines, plainArray, textArray } from './array-literal.js';
export { type Ask, Database, type ReadTx, type Tx } from './database.js';
export type { DatabaseOptions } from './database-options.js';
export { migrateService } from './migrate-service.js';
export { organizationWall } from './organization-wall.js';
export { DatabaseModule } from './database.module.js';
export { Readiness, type ReadinessReport } from './readiness.js';
export { Lifecycle } from './lifecycle.js';
export { HealthController } from './health.controller.js';
export { RuntimeModule } from './runtime.module.js';
export { traceBegan, traced, traceparent } from './tracing.js';
export { measureWhenAsked, metrics, registry } from './metrics.js';
export { createService, runService, type ServiceOptions, TRANSPORTS } from './run-service.js';
