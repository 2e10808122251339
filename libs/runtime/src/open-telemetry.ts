import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  type IdGenerator,
  RandomIdGenerator,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { safeError } from './safe-error.js';
import { type Attributes, type SpanOptions, type TraceStart, traceStart, type Tracing } from './spans.js';

/** A micro-batch can serve more traces than anybody would read. */
const MOST_TRACES_AT_ONCE = 20;
const STOP_MS = 2_000;

const KINDS = { consumer: SpanKind.CONSUMER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL };

/** Random ids, but for the first span of a trace, whose ids follow from the correlation id. */
class Ids implements IdGenerator {
  private readonly random = new RandomIdGenerator();
  next: TraceStart | undefined;

  generateTraceId = () => this.next?.traceId ?? this.random.generateTraceId();
  generateSpanId = () => this.next?.spanId ?? this.random.generateSpanId();
}

/** Below the first span of the trace, whether or not that one was exported already. */
function below(start: TraceStart): Context {
  return trace.setSpanContext(ROOT_CONTEXT, { ...start, traceFlags: TraceFlags.SAMPLED, isRemote: true });
}

function parents(of: readonly string[] | undefined, current: Context | undefined): Context[] {
  if (of === undefined) return current ? [current] : [];
  const starts = [...new Set(of)].slice(0, MOST_TRACES_AT_ONCE).map(traceStart);
  return starts.flatMap((start) => (start ? [below(start)] : []));
}

function finish(spans: readonly Span[], error?: unknown): void {
  for (const span of spans) {
    // An error's own words may quote data; its name does not.
    if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: safeError(error).name });
    span.end();
  }
}

/** Traces by OTLP over HTTP, to where the standard variables say. A collector that is away loses spans, nothing else. */
export function openTracing(service: string, ratio = 1): Tracing {
  const ids = new Ids();
  const provider = new TracerProvider({
    idGenerator: ids,
    sampler: new TraceIdRatioBasedSampler(ratio),
    resource: resourceFromAttributes({ 'service.namespace': 'powerpulse', 'service.name': service }),
    spanProcessors: [
      new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: 1_000 }),
    ],
  });
  const tracer = provider.getTracer('powerpulse');
  const active = new AsyncLocalStorage<Context>();

  const span = async <T>(
    name: string,
    { of, kind = 'internal', attributes = {} }: SpanOptions,
    work: Parameters<Tracing['span']>[2],
  ): Promise<T> => {
    const above = parents(of, active.getStore());
    const spans = above.map((parent) => tracer.startSpan(name, { kind: KINDS[kind], attributes }, parent));
    const [first] = spans;
    const note = (more: Attributes) => {
      for (const each of spans) each.setAttributes(more);
    };
    const context = first && trace.setSpan(above[0] ?? ROOT_CONTEXT, first);
    try {
      const result = await (context ? active.run(context, () => work(note)) : work(note));
      finish(spans);
      return result as T;
    } catch (error) {
      finish(spans, error);
      throw error;
    }
  };

  return {
    span,
    begin: (name, correlationId, startTime, attributes) => {
      ids.next = traceStart(correlationId);
      const first = tracer.startSpan(name, { kind: SpanKind.SERVER, startTime, attributes }, ROOT_CONTEXT);
      ids.next = undefined;
      first.end();
    },
    stop: async () => {
      const late = new Promise((resolve) => setTimeout(resolve, STOP_MS).unref());
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
    },
  };
}
