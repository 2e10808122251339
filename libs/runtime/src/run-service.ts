import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { CommonConfig } from './config.js';
import { Lifecycle } from './lifecycle.js';
import { configureLogging, createLogger, type Logger, NestLog } from './logger.js';
import { metrics, serveMetrics } from './metrics.js';
import { Readiness } from './readiness.js';
import { startTracing, stopTracing } from './tracing.js';

/** Transports that the bootstrap connects. MessagingModule provides them. */
export const TRANSPORTS = Symbol('transports');

export interface ServiceOptions {
  /** Name in logs and metrics. */
  service: string;
  /** Adapter options, where the defaults don't fit: body limit, trusted proxies. */
  fastify?: ConstructorParameters<typeof FastifyAdapter>[0];
  /** Plugins, global pipes and filters, Swagger: before anything listens. */
  prepare?: (app: NestFastifyApplication) => void | Promise<void>;
}

/** Kubernetes kills after 30 s. */
const SHUTDOWN_MS = 25_000;

type Module = Type | DynamicModule;

/** Builds the application and starts its transports; HTTP does not listen yet. Tests use it with `app.inject`. */
export async function createService(
  module: Module,
  options: ServiceOptions,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter(options.fastify ?? { bodyLimit: 1024 * 1024 });
  adapter.getInstance().addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    const labels = { method, route: routeOptions.url ?? 'none', status: String(reply.statusCode) };
    metrics.http.observe(labels, reply.elapsedTime / 1000);
    done();
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLog(),
    abortOnError: false,
  });
  try {
    await options.prepare?.(app);
    for (const strategy of app.get<CustomTransportStrategy[]>(TRANSPORTS)) {
      app.connectMicroservice({ strategy });
    }
    // First the modules (command handlers register themselves there), then what feeds them.
    await app.init();
    await app.startAllMicroservices();
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}

/** Runs a service until it is told to stop. */
export async function runService(
  module: Module,
  config: CommonConfig,
  options: ServiceOptions,
): Promise<void> {
  configureLogging({ service: options.service, level: config.LOG_LEVEL });
  const log = createLogger('service');
  const die = (reason: string, error?: unknown) => {
    log.fatal({ err: error }, reason);
    process.exit(1);
  };
  process.on('uncaughtException', (error) => die('uncaught exception', error));
  process.on('unhandledRejection', (error) => die('unhandled rejection', error));
  try {
    await startTracing(options.service, config);
    const app = await createService(module, options);
    app.get(Lifecycle).whenFatal(die);
    stopOnSignal(app, log);
    await app.listen(config.PORT, config.HOST);
    if (config.METRICS_PORT !== undefined)
      await serveMetrics(options.service, config.HOST, config.METRICS_PORT);
    log.info({ url: await app.getUrl(), pid: process.pid }, 'started');
    process.send?.('ready');
  } catch (error) {
    die('could not start', error);
  }
}

/** Readiness off, no more pulling, finish what is in hand, commit, acknowledge, close: Nest's hooks run in that order. */
function stopOnSignal(app: NestFastifyApplication, log: Logger): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    app.get(Readiness).stop();
    setTimeout(() => {
      log.error('could not stop in time');
      process.exit(1);
    }, SHUTDOWN_MS).unref();
    app
      .close()
      .then(stopTracing)
      .then(
        () => {
          log.info('stopped');
          process.exit(0);
        },
        (error: unknown) => {
          log.error({ err: error }, 'could not stop cleanly');
          process.exit(1);
        },
      );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
