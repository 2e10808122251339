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
};

/** Prometheus endpoint on a port of its own, never on the public one. */
export async function serveMetrics(host: string, port: number): Promise<Server> {
  collectDefaultMetrics({ register: registry });
  const server = createServer((_request, response) => {
    void registry
      .metrics()
      .then((text) => response.setHeader('content-type', registry.contentType).end(text));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  server.unref();
  return server;
}
