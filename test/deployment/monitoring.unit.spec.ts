import { registry } from '@powerpulse/runtime';
import fs from 'node:fs';
import path from 'node:path';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { kustomize } from './kustomize.js';
import { ROOT } from './traffic.js';

const read = (...file: string[]) => fs.readFileSync(path.join(ROOT, ...file), 'utf8');
const dashboard = JSON.parse(read('k8s', 'monitoring', 'grafana-dashboard.json')) as {
  panels: { title: string; description: string; targets: { expr: string }[] }[];
};
const { groups } = parse(read('k8s', 'monitoring', 'alerts.yaml')) as {
  groups: { rules: { alert: string; expr: string; annotations: { runbook: string } }[] }[];
};
const alerts = groups.flatMap(({ rules }) => rules);

/** Everything that /metrics can show, with the series of histograms. */
function known(): Set<string> {
  const process = new Registry();
  collectDefaultMetrics({ register: process });
  const names = [...registry.getMetricsAsArray(), ...process.getMetricsAsArray()].map(({ name }) => name);
  return new Set(
    names.flatMap((name) => [name, ...['bucket', 'count', 'sum'].map((end) => `${name}_${end}`)]),
  );
}

const named = (expression: string) =>
  [...expression.matchAll(/\b(?:powerpulse|nodejs|process)_\w+/g)].map(([name]) => name);

it('dashboard, alerts and autoscalers name metrics that there are', () => {
  const metrics = known();
  const autoscalers = JSON.stringify(kustomize(path.join(ROOT, 'k8s', 'overlays', 'production')));
  const texts = [
    ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ...alerts.map(({ expr }) => expr),
    read('k8s', 'monitoring', 'prometheus-adapter.yaml'),
    ...autoscalers.match(/"metric":\{"name":"\w+"/g)!,
  ];
  const names = texts.flatMap(named);
  expect(names.length).toBeGreaterThan(35);
  expect(names.filter((name) => !metrics.has(name))).toEqual([]);
});

it('the dashboard shows every metric of ours', () => {
  const shown = new Set(
    dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => named(expr))),
  );
  const unseen = registry
    .getMetricsAsArray()
    .map(({ name }) => name)
    .filter((name) => ![name, `${name}_bucket`, `${name}_count`].some((series) => shown.has(series)));
  expect(unseen).toEqual(['powerpulse_events_published_total']);
});

it('every alert leads to a chapter that says what to do', () => {
  const chapters = [...read('docs', 'operating.md').matchAll(/^#+ (.+)$/gm)].map(
    ([, title]) =>
      `docs/operating.md#${title!
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .replaceAll(' ', '-')}`,
  );
  for (const { alert, annotations } of alerts) expect(chapters, alert).toContain(annotations.runbook);
});
