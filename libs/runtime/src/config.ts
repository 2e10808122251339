import { z } from 'zod';

export const LogLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']);

const Port = z.coerce.number().int().min(0).max(65_535);

/** What every service is told. Spread into a service's own schema: `z.object({ ...commonConfig, ... })`. */
export const commonConfig = {
  /** PostgreSQL 15 or later, as the role that owns the schema of this service: `postgres://role:password@host/database`. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** One NATS server or several, separated by commas; 2.9 or later with JetStream. */
  NATS_URL: z.string().min(1).default('nats://127.0.0.1:4222'),
  /** File with the seed of this service's nkey; without it NATS is met as whom NATS_URL names. Read at every connect. */
  NATS_NKEY_FILE: z.string().min(1).optional(),
  /** PEM file of the authority that signed the broker's certificate. Where it is given, only TLS will do. */
  NATS_CA_FILE: z.string().min(1).optional(),
  /** Address on which HTTP and metrics are served; `0.0.0.0` in a container. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Of HTTP: the API at the gateway, probes at every service. */
  PORT: Port,
  /** From which level on is logged, as JSON lines on standard output. No level logs message text. */
  LOG_LEVEL: LogLevel.default('info'),
  /** Prometheus metrics; off where absent. */
  METRICS_PORT: Port.optional(),
  /** Connections to PostgreSQL that one process may hold. */
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
  /** Upper bound of the event stream on disk. Below 20 GB on a laptop. */
  EVENTS_MAX_BYTES: z.coerce.number().int().positive().optional(),
  /** NATS servers that hold a copy of the event stream: 3 in a cluster of three. */
  EVENTS_REPLICAS: z.coerce.number().int().min(1).max(5).optional(),
  /** Where traces go (OTLP over HTTP); off where absent. The other OTEL_EXPORTER_OTLP_* variables are heeded, too. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  /** The same for traces alone: the whole address, `/v1/traces` included. */
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.url().optional(),
  /** No traces, whatever the others say. */
  OTEL_SDK_DISABLED: z.enum(['true', 'false']).optional(),
  /** Share of uploads that are traced, 0 to 1. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).optional(),
};

/** For a job that only migrates. */
export const migrationConfig = z.object({
  DATABASE_URL: commonConfig.DATABASE_URL,
  DATABASE_POOL: commonConfig.DATABASE_POOL,
});

export type CommonConfig = z.infer<z.ZodObject<typeof commonConfig>>;

export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`Configuration is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** Collects every problem. An empty variable counts as absent. Values are not repeated: they may be secrets. */
export function parseConfig<S extends z.ZodType>(
  schema: S,
  environment: Readonly<Record<string, string | undefined>>,
): z.infer<S> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new ConfigError(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
}

/** Reads the environment once, at boot. Prints all that is wrong with it and ends the process. */
export function loadConfig<S extends z.ZodType>(schema: S): z.infer<S> {
  try {
    return parseConfig(schema, process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** For what logs before (or without) a configuration, such as tests. */
export function defaultLogLevel(): string {
  return LogLevel.catch('info').parse(process.env.LOG_LEVEL);
}
