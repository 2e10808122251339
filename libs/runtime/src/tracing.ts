import type { CommonConfig } from './config.js';
import { createLogger } from './logger.js';

type Attributes = Record<string, string | number | boolean>;
/** Adds to the span what is known only at its end: ids, counts, durations. Never text. */
export type Note = (attributes: Attributes) => void;

export interface SpanOptions {
  /**
   * Correlation ids of what is worked on, as often as they come. A correlation id (an upload's) is the trace's id, so that
   * nothing but the event itself has to be carried. Left out: part of the span that is under way.
   */
  of?: readonly string[];
  kind?: 'consumer' | 'client' | 'internal';
  attributes?: Attributes;
}

export interface Tracing {
  span<T>(name: string, options: SpanOptions, work: (note: Note) => Promise<T>): Promise<T>;
  /** The beginning of a trace, told when it is over. */
  begin(name: string, correlationId: string, startedAt: Date, attributes: Attributes): void;
  stop(): Promise<void>;
}

let tracing: Tracing | undefined;

const ignore: Note = () => undefined;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Where a trace begins: its id is the correlation id, and so is that of its first span (its second half). */
export interface TraceStart {
  traceId: string;
  spanId: string;
}

export function traceStart(correlationId: string): TraceStart | undefined {
  if (!UUID.test(correlationId)) return undefined;
  const traceId = correlationId.replaceAll('-', '').toLowerCase();
  return { traceId, spanId: traceId.slice(16) };
}

/** W3C trace context, for the header of a message. */
export function traceparent(correlationId: string): string | undefined {
  const start = tracing && traceStart(correlationId);
  return start && `00-${start.traceId}-${start.spanId}-01`;
}

/** The libraries are loaded only where somebody is to hear of the traces. */
export async function startTracing(service: string, config: CommonConfig): Promise<void> {
  const wanted = config.OTEL_EXPORTER_OTLP_ENDPOINT ?? config.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  if (wanted === undefined || config.OTEL_SDK_DISABLED === 'true') return;
  const { openTracing } = await import('./open-telemetry.js');
  tracing = openTracing(service, config.OTEL_TRACES_SAMPLER_ARG);
  createLogger('tracing').info('spans are exported by OTLP');
}

export async function stopTracing(): Promise<void> {
  await tracing?.stop();
  tracing = undefined;
}

/** Does the work, as a span where tracing is on. */
export function traced<T>(name: string, options: SpanOptions, work: (note: Note) => Promise<T>): Promise<T> {
  return tracing ? tracing.span(name, options, work) : work(ignore);
}

export function traceBegan(
  name: string,
  correlationId: string,
  startedAt: Date,
  attributes: Attributes,
): void {
  tracing?.begin(name, correlationId, startedAt, attributes);
}
