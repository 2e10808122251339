import { loadConfig } from '@powerpulse/runtime';
import { until } from '@powerpulse/testing';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Stack } from '../../apps/launcher/src/start-stack.js';
import { Api } from '../system/api.js';
import { loggedErrors } from '../system/running-stack.js';

interface Span {
  service: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
}
interface Export {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] };
    scopeSpans: { spans: Omit<Span, 'service'>[] }[];
  }[];
}

/** What Jaeger, Langfuse or LangSmith would be sent: OTLP over HTTP. */
export class Collector {
  readonly spans: Span[] = [];
  readonly bodies: string[] = [];
  /** From now on it takes connections and never answers. */
  hangs = false;
  asked = 0;
  private readonly server = http.createServer((request, response) => {
    this.asked++;
    if (this.hangs) return;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      this.keep(Buffer.concat(chunks).toString());
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private keep(body: string): void {
    this.bodies.push(body);
    for (const { resource, scopeSpans } of (JSON.parse(body) as Export).resourceSpans) {
      const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
      for (const { spans } of scopeSpans) this.spans.push(...spans.map((span) => ({ ...span, service })));
    }
  }
}

/** Our environment, and where traces go. */
export const tracedEnvironment = (endpoint: string): NodeJS.ProcessEnv => ({
  ...loadConfig(z.looseObject({}) as z.ZodType<NodeJS.ProcessEnv>),
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
});

const line = (minute: number, direction: string, text: string) => ({
  MESSAGE_CONTENT: text,
  DIRECTION: direction,
  SOCIAL_CREATE_TIME: `2025-03-04T10:${String(minute).padStart(2, '0')}:00Z`,
});
const file = {
  'traced-1': [
    line(1, 'to_company', 'Where is my xylophone? It is three weeks late and nobody answers.'),
    line(9, 'to_client', 'Sorry! It arrives tomorrow, I have sent it again.'),
    line(15, 'to_company', 'Thank you, that is good of you.'),
  ],
};

/** As a tree of text: what a person reads in Jaeger. */
function drawn(spans: readonly Span[], parent?: Span, depth = 0): string[] {
  const first = Math.min(...spans.map(({ startTimeUnixNano }) => Number(startTimeUnixNano)));
  return spans
    .filter((span) => (parent ? span.parentSpanId === parent.spanId : !span.parentSpanId))
    .sort((one, other) => Number(one.startTimeUnixNano) - Number(other.startTimeUnixNano))
    .flatMap((span) => {
      const at = (Number(span.startTimeUnixNano) - first) / 1e6;
      const took = (Number(span.endTimeUnixNano) - Number(span.startTimeUnixNano)) / 1e6;
      const what = `${'  '.repeat(depth)}${span.service}: ${span.name}`;
      const line = `${at.toFixed(0).padStart(6)} ms ${took.toFixed(1).padStart(8)} ms  ${what}`;
      return [line, ...drawn(spans, span, depth + 1)];
    });
}

export function traceSuite(stack: () => Stack, collector: Collector): void {
  it('tells of one upload as one connected trace, through all services, without a word of it', async () => {
    const api = new Api(() => ({ url: stack().urls.gateway ?? '', key: stack().ownerKey?.key }));
    const { body } = await api.post(file);
    const uploadId = body.upload_id;
    const traceId = uploadId.replaceAll('-', '');
    const own = () => collector.spans.filter((span) => span.traceId === traceId);
    const has = (service: string, name: string) =>
      own().some((span) => span.service === service && span.name === name);
    await until(
      () =>
        has('gateway', 'upload') &&
        has('scoring', 'judge days') &&
        has('analytics', 'analytics--batch-scored'),
      { timeoutMs: 60_000 },
    );
    const ids = new Set(own().map(({ spanId }) => spanId));
    for (const span of own()) {
      if (span.parentSpanId) expect(ids.has(span.parentSpanId), drawn(own()).join('\n')).toBe(true);
      else expect(span).toMatchObject({ service: 'gateway', name: 'upload' });
    }
    expect(new Set(own().map(({ service }) => service)).size).toBe(5);
    expect(collector.bodies.filter((body) => /xylophone|three weeks|traced-1/.test(body))).toEqual([]);
  });

  it('loses spans and nothing else while the collector hangs, and when it is gone', async () => {
    const api = new Api(() => ({ url: stack().urls.gateway ?? '', key: stack().ownerKey?.key }));
    const settles = async (chat: string) => {
      const { body } = await api.post({ [chat]: file['traced-1'] });
      const { status, total_days, processed_days } = await api.settled(body.upload_id);
      expect({ status, total_days, processed_days }).toEqual({
        ...{ status: 'completed', total_days: 1, processed_days: 1 },
      });
    };
    const errors = loggedErrors(stack());
    collector.hangs = true;
    const asked = collector.asked;
    await settles('hangs-1');
    await until(() => collector.asked > asked);
    await settles('hangs-2');
    await stack().restart('scoring'); // it ends in time, though it can not say its last spans
    collector.close();
    await settles('gone-1');
    for (const name of ['gateway', 'ingestion', 'day-splitting', 'scoring', 'analytics']) {
      const ready = await fetch(`${stack().urls[name]}/health/ready`);
      expect(ready.status, name).toBe(200);
    }
    expect(loggedErrors(stack())).toEqual(errors);
  });
}
