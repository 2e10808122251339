import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** One registry per process; event loop, memory and garbage collection come by default. */
export const registry = new Registry();

const shared = { registers: [registry] };

export const metrics = {
  handled: new Counter({
    ...shared,
    name: 'powerpulse_events_handled_total',
    help: 'Events whose effect is committed, duplicates among them',
    labelNames: ['consumer', 'outcome'],
  }),
  batch: new Histogram({
    ...shared,
    name: 'powerpulse_delivery_seconds',
    help: 'From a micro-batch taken to its acknowledgement',
    labelNames: ['consumer'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  }),
  retries: new Counter({
    ...shared,
    name: 'powerpulse_retries_total',
    help: 'Failed attempts that will be repeated',
    labelNames: ['consumer'],
  }),
  deadLetters: new Counter({
    ...shared,
    name: 'powerpulse_dead_letters_total',
    help: 'Events given up until someone redrives them',
    labelNames: ['consumer', 'reason'],
  }),
  paused: new Gauge({
    ...shared,
    name: 'powerpulse_consumer_paused',
    help: '1 where a consumer stopped because most of its events became dead letters: resume it once that is mended',
    labelNames: ['consumer'],
  }),
  holes: new Counter({
    ...shared,
    name: 'powerpulse_holes_filled_total',
    help: 'Events that were said and never came, found by comparison and said again',
    labelNames: ['consumer'],
  }),
  outages: new Counter({
    ...shared,
    name: 'powerpulse_outages_total',
    help: 'Times a consumer paused because something it needs was away',
    labelNames: ['consumer'],
  }),
  published: new Counter({
    ...shared,
    name: 'powerpulse_events_published_total',
    help: 'Outbox rows published',
  }),
  outboxAge: new Gauge({
    ...shared,
    name: 'powerpulse_outbox_oldest_seconds',
    help: 'Age of the oldest event that is committed but not published',
  }),
  lag: new Gauge({
    ...shared,
    name: 'powerpulse_consumer_lag',
    help: 'Events that wait for a consumer or are being handled; the same from every replica',
    labelNames: ['consumer'],
  }),
  pool: new Gauge({
    ...shared,
    name: 'powerpulse_database_pool',
    help: 'Connections of this process (open, idle) and requests that wait for one (waiting)',
    labelNames: ['state'],
  }),
  daysWaiting: new Gauge({
    ...shared,
    name: 'powerpulse_days_waiting',
    help: 'Days that wait for their judgement, counted up to 100,000; the same from every replica',
  }),
  oldestDay: new Gauge({
    ...shared,
    name: 'powerpulse_oldest_waiting_day_seconds',
    help: 'For how long the oldest of them could have been judged',
  }),
  judgedDays: new Counter({
    ...shared,
    name: 'powerpulse_judged_days_total',
    help: 'Days that came to an end, scored or unscored',
    labelNames: ['provider', 'outcome'],
  }),
  modelCalls: new Counter({
    ...shared,
    name: 'powerpulse_model_calls_total',
    help: 'Calls of language models whose answer was used',
    labelNames: ['provider'],
  }),
  modelTokens: new Counter({
    ...shared,
    name: 'powerpulse_model_tokens_total',
    help: 'Tokens that were paid for',
    labelNames: ['provider', 'direction'],
  }),
  modelCost: new Counter({
    ...shared,
    name: 'powerpulse_model_cost_usd_total',
    help: 'What they cost in US dollars, where a price is known',
    labelNames: ['provider'],
  }),
  http: new Histogram({
    ...shared,
    name: 'powerpulse_http_request_seconds',
    help: 'HTTP requests by route, probes among them',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  }),
};

const SCRAPE_MS = 2_000;
type Measurement = () => Promise<void> | void;
const measurements: Measurement[] = [];

/** Something that has to be looked up when Prometheus asks. What can't be is left as it was. */
export function measureWhenAsked(measurement: Measurement): void {
  measurements.push(measurement);
}

async function measure(): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, SCRAPE_MS).unref());
  await Promise.race([Promise.allSettled(measurements.map(async (each) => each())), late]);
}

/** Prometheus endpoint on a port of its own, never on the public one. */
export async function serveMetrics(service: string, host: string, port: number): Promise<Server> {
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const server = createServer((_request, response) => {
    void measure()
      .then(() => registry.metrics())
      .then((text) => response.setHeader('content-type', registry.contentType).end(text));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  server.unref();
  return server;
}
