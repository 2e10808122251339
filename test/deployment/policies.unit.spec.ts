import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { brokerUsers } from './broker-users.js';
import { kustomize, type Manifest } from './kustomize.js';
import { ROOT, SERVICES } from './traffic.js';

type Labels = Record<string, string>;
interface Selector {
  matchLabels?: Labels;
  matchExpressions?: { key: string; operator: string; values: string[] }[];
}
interface Peer {
  podSelector?: Selector;
  namespaceSelector?: Selector;
  ipBlock?: { cidr: string; except?: string[] };
}
interface Rule {
  from?: Peer[];
  to?: Peer[];
  ports?: { port: number }[];
}
interface PolicySpec {
  podSelector: Selector;
  policyTypes: string[];
  ingress?: Rule[];
  egress?: Rule[];
}
interface Container {
  image: string;
  env?: { name: string; value?: string }[];
  securityContext: object;
  resources: { requests: object; limits: { memory: string } };
}
interface PodSpec {
  automountServiceAccountToken: boolean;
  securityContext: { runAsNonRoot: boolean; runAsUser: number; seccompProfile: { type: string } };
  containers: Container[];
}
interface Workload extends Manifest {
  spec: {
    replicas?: number;
    selector?: Selector;
    strategy?: { rollingUpdate: { maxSurge: number } };
    template: { metadata: { labels: Labels }; spec: PodSpec };
  };
}

const overlay = (name: string) => kustomize(path.join(ROOT, 'k8s', 'overlays', name));
const ALL = ['local', 'production', 'production/migrations', '../retention'];
const production = ALL.slice(1).flatMap(overlay);
/** A CronJob is what it makes. */
const workloadsOf = (manifests: Manifest[]) =>
  manifests
    .map((one) =>
      one.kind === 'CronJob'
        ? { ...one, kind: 'Job', spec: (one['spec'] as { jobTemplate: { spec: object } }).jobTemplate.spec }
        : one,
    )
    .filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job'].includes(kind)) as Workload[];
const policiesOf = (manifests: Manifest[]) =>
  manifests.filter(({ kind }) => kind === 'NetworkPolicy').map((one) => one['spec'] as PolicySpec);

function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  const named = Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
  return named && matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? ''));
}

/** Everybody there is: pods by their labels, and who is outside the namespace. */
function parties(manifests: Manifest[]): Map<string, Labels> {
  const pods = workloadsOf(manifests).map(
    ({ metadata, spec }) => [metadata.name, spec.template.metadata.labels] as const,
  );
  return new Map([...pods, ['postgres', { 'app.kubernetes.io/name': 'postgres' }]]);
}

const outside: Labels = {
  'ingress-nginx': 'browsers',
  monitoring: 'monitoring',
  'cnpg-system': 'operator',
  'kube-system': 'dns',
};

function namesOf(peer: Peer, all: Map<string, Labels>): string[] {
  if (peer.ipBlock) return ['internet'];
  const namespace = peer.namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'];
  if (namespace) return [outside[namespace] ?? namespace];
  return [...all].flatMap(([name, labels]) => (selects(peer.podSelector ?? {}, labels) ? [name] : []));
}

/** `from -> to :port` for one direction; what a policy without rules selects may do nothing. */
function allowed(manifests: Manifest[], direction: 'ingress' | 'egress'): string[] {
  const all = parties(manifests);
  const flows = new Set<string>();
  for (const policy of policiesOf(manifests)) {
    for (const [pod, labels] of all) {
      if (!selects(policy.podSelector, labels)) continue;
      for (const { from, to, ports } of policy[direction] ?? []) {
        const peers = (from ?? to ?? [{ ipBlock: { cidr: '0.0.0.0/0' } }]).flatMap((peer) =>
          namesOf(peer, all),
        );
        for (const peer of peers) {
          for (const { port } of ports ?? [{ port: 0 }]) {
            flows.add(direction === 'egress' ? `${pod} -> ${peer} :${port}` : `${peer} -> ${pod} :${port}`);
          }
        }
      }
    }
  }
  return [...flows].sort();
}

const migrations = [...SERVICES.map((service) => `migrate-${service}`), 'retention'];
const each = (from: readonly string[], rest: string) => from.map((one) => `${one} -> ${rest}`);

/** docs/architecture.md: everything through NATS, all to PostgreSQL, scoring to a model, browsers to the gateway, monitoring. */
const inside = [
  ...each(SERVICES, 'nats :4222'),
  ...each([...SERVICES, ...migrations], 'postgres :5432'),
  'nats -> nats :6222',
];
const toPods = [
  'browsers -> gateway :8080',
  ...SERVICES.map((service) => `monitoring -> ${service} :9090`),
  'monitoring -> nats :8222',
  ...['postgres -> postgres :5432', 'postgres -> postgres :8000', 'operator -> postgres :8000'],
  'monitoring -> postgres :9187',
];
const fromPods = [
  ...each([...SERVICES, ...migrations, 'nats', 'postgres'], 'dns :53'),
  ...each(SERVICES, 'monitoring :4318'),
  'scoring -> internet :443',
  'postgres -> internet :0',
];

describe('network policies in production', () => {
  it('deny everything that is not named', () => {
    const nothing = policiesOf(production).filter(({ ingress, egress }) => !ingress && !egress);
    expect(nothing).toEqual([{ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }]);
  });

  it('let in the flows of the architecture, neither more nor less', () => {
    expect(allowed(production, 'ingress')).toEqual([...inside, ...toPods].sort());
  });

  it('let out the flows of the architecture, neither more nor less', () => {
    expect(allowed(production, 'egress')).toEqual([...inside, ...fromPods].sort());
  });

  it('keep the language model out of private networks', () => {
    const blocks = policiesOf(production).flatMap(({ egress }) =>
      (egress ?? []).flatMap(({ to }) => (to ?? []).flatMap(({ ipBlock }) => ipBlock?.except ?? [])),
    );
    expect(blocks).toEqual(expect.arrayContaining(['10.0.0.0/8', '192.168.0.0/16', '169.254.0.0/16']));
  });
});

it('every service that runs is a user of the broker, and every user but the two for people and programs is one', () => {
  const running = workloadsOf(production).filter(({ kind }) => kind === 'Deployment');
  const users = brokerUsers.map(({ name }) => name).filter((name) => name !== 'operator');
  expect([...running.map(({ metadata }) => metadata.name), 'integration'].sort()).toEqual(users.sort());
});

it.each(ALL)('pods of %s are restricted', (name) => {
  for (const { metadata, spec } of workloadsOf(overlay(name))) {
    const pod = spec.template.spec;
    expect(pod, metadata.name).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    for (const container of pod.containers) {
      expect(container, metadata.name).toMatchObject({
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
      });
      expect(Object.keys(container.resources.requests), metadata.name).toEqual(['cpu', 'memory']);
      expect(container.resources.limits.memory, metadata.name).toMatch(/i$/);
      expect(container.image, metadata.name).toMatch(/:\d/);
    }
  }
});

it('no secret stands in a manifest', () => {
  const texts = ALL.map((name) => JSON.stringify(overlay(name)));
  for (const text of texts) {
    expect(text).not.toContain('"kind":"Secret"');
    expect(text).not.toMatch(/postgres(ql)?:\/\/|PRIVATE KEY|\bSU[A-Z2-7]{56}\b/);
  }
});

it('all pools at their largest stay below what PostgreSQL takes', () => {
  const scalers = production.filter(({ kind }) => kind === 'HorizontalPodAutoscaler');
  const most = (service: string) =>
    (scalers.find(({ metadata }) => metadata.name === service)!['spec'] as { maxReplicas: number })
      .maxReplicas;
  let connections = migrations.length * 3;
  for (const { kind, metadata, spec } of workloadsOf(production)) {
    if (kind !== 'Deployment') continue;
    const { env = [] } = spec.template.spec.containers[0]!;
    const pool = Number(env.find(({ name }) => name === 'DATABASE_POOL')!.value);
    connections += (most(metadata.name) + spec.strategy!.rollingUpdate.maxSurge) * pool;
  }
  const file = path.join(ROOT, 'k8s', 'postgres', 'cloudnative-pg.yaml');
  const cluster = parse(fs.readFileSync(file, 'utf8')) as {
    spec: { postgresql: { parameters: { max_connections: string } } };
  };
  const reserved = 20; // replication, the operator, people
  expect(connections).toBeLessThanOrEqual(
    Number(cluster.spec.postgresql.parameters.max_connections) - reserved,
  );
});

it('everything that has replicas survives the loss of one, and is spread', () => {
  const budgets = production.filter(({ kind }) => kind === 'PodDisruptionBudget');
  for (const { kind, metadata, spec } of workloadsOf(production)) {
    if (kind === 'Job') continue;
    expect(spec.replicas, metadata.name).toBeGreaterThan(1);
    expect(spec.template.spec, metadata.name).toHaveProperty('topologySpreadConstraints');
    expect(
      budgets.some(({ metadata: { name } }) => name === metadata.name),
      metadata.name,
    ).toBe(true);
  }
});
