import type { LoggerService } from '@nestjs/common';
import pino, { type Logger } from 'pino';
import { defaultLogLevel } from './config.js';
import { safeError } from './safe-error.js';

export type { Logger } from 'pino';

interface LoggingOptions {
  service: string;
  level: string;
}

function build({ service, level }: LoggingOptions): Logger {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: safeError, error: safeError },
  });
}

let root = build({ service: 'powerpulse', level: defaultLogLevel() });

/** Once per process, before anything asks for a logger. */
export function configureLogging(options: LoggingOptions): void {
  root = build(options);
}

/** Structured JSON on stdout. Log ids, counts and durations; never message text. Errors go under `err`. */
export function createLogger(context: string): Logger {
  return root.child({ context });
}

/** Nest's own messages in the same form. */
export class NestLog implements LoggerService {
  private write(
    level: 'info' | 'error' | 'warn' | 'debug' | 'trace' | 'fatal',
    message: unknown,
    rest: unknown[],
  ) {
    const context = typeof rest.at(-1) === 'string' ? { context: rest.at(-1) } : {};
    if (message instanceof Error) root[level]({ ...context, err: message }, message.name);
    else root[level](context, typeof message === 'string' ? message : JSON.stringify(message));
  }
  log(message: unknown, ...rest: unknown[]) {
    this.write('debug', message, rest);
  }
  error(message: unknown, ...rest: unknown[]) {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]) {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]) {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]) {
    this.write('trace', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]) {
    this.write('fatal', message, rest);
  }
}
