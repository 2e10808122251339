import { z } from 'zod';

export interface SafeError {
  name: string;
  message: string;
  code?: string | number;
  stack?: string;
}

interface DriverError extends Error {
  code?: string | number;
  severity?: string;
  table?: string;
  column?: string;
  constraint?: string;
}

/** PostgreSQL quotes values in the messages of classes 22 (data) and 23 (constraints), and JSON.parse quotes its input. */
function messageOf(error: DriverError): string {
  if (error instanceof SyntaxError) return 'malformed JSON';
  if (error instanceof z.ZodError) {
    return error.issues
      .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      .join('; ')
      .slice(0, 1000);
  }
  const code = String(error.code ?? '');
  if (error.severity !== undefined && /^2[23]/.test(code)) {
    const place = [error.table, error.column, error.constraint].filter(Boolean).join(', ');
    return `data refused by PostgreSQL (${code}${place ? `: ${place}` : ''})`;
  }
  return error.message.slice(0, 1000);
}

/** What may be said of an error in logs, dead letters and replies: no values, no message text, no connection strings. */
export function safeError(error: unknown): SafeError {
  if (!(error instanceof Error)) return { name: typeof error, message: 'not an Error object' };
  const { code } = error as DriverError;
  const message = messageOf(error).replaceAll(/\b(\w+:\/\/)[^@\s/]+@/g, '$1***@');
  const frames = error.stack
    ?.split('\n')
    .filter((line) => line.startsWith('    at '))
    .join('\n');
  return { name: error.name, message, ...(code !== undefined && { code }), ...(frames && { stack: frames }) };
}
