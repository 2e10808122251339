import path from 'node:path';
import { RepublishHistory } from '@powerpulse/contracts';
import { expect, it } from 'vitest';
import { brokerConfiguration, brokerUsers } from './broker-users.js';
import { documentedEdges } from './architecture.js';
import { compared, edges, ROOT, requests, SERVICES, traffic } from './traffic.js';

it('the broker has the users of the code (after a change: npm run docs:generate)', async () => {
  await expect(brokerConfiguration()).toMatchFileSnapshot(path.join(ROOT, 'k8s/base/nats/users.conf'));
});

it('docs/architecture.md says who tells and who asks whom, neither more nor less', () => {
  expect(documentedEdges()).toEqual(edges());
});

it('every request has somebody who asks it, every event somebody who publishes it', () => {
  const asked = new Set(traffic.flatMap(({ asks }) => asks.map(({ subject }) => subject)));
  // Other programs ask some of them, as far as their user lets them.
  for (const subject of brokerUsers.find(({ name }) => name === 'integration')?.publish ?? [])
    asked.add(subject);
  // People do, by `npm run republish`.
  for (const service of SERVICES) asked.add(RepublishHistory.of(service).subject);
  // Every service can answer, but nobody listens to analytics.
  for (const one of compared) asked.add(one.of('analytics').subject);
  expect(requests.filter(({ subject }) => !asked.has(subject)).map(({ name }) => name)).toEqual([]);
  for (const { hears } of traffic) {
    for (const event of hears) expect(traffic.some(({ publishes }) => publishes.includes(event))).toBe(true);
  }
});

it('nobody but the operator has a wildcard above the subjects of one event or one inbox', () => {
  for (const { name, publish, subscribe } of brokerUsers) {
    if (name === 'operator') continue;
    for (const subject of [...publish, ...subscribe]) {
      const tokens = subject.split('.');
      const open = tokens.findIndex((token) => token === '*' || token === '>');
      const inboxes = subject.startsWith('_INBOX');
      const all = name === 'integration' && subject === 'powerpulse.evt.>';
      if (!inboxes && !all) expect(open === -1 || open >= 3, `${name}: ${subject}`).toBe(true);
    }
  }
});
