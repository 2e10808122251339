import type { CommonConfig } from './config.js';
import { createLogger } from './logger.js';
import { type Attributes, type Note, type SpanOptions, traceStart, type Tracing } from './spans.js';

let tracing: Tracing | undefined;

const ignore: Note = () => undefined;
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
