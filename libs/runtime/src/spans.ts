export type Attributes = Record<string, string | number | boolean>;
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
