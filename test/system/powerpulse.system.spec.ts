import { expect, it } from 'vitest';
import { RunningStack } from './running-stack.js';
import { badBodySuite } from './suites/bad-bodies.js';
import { badFieldSuite } from './suites/bad-fields.js';
import { badParameterSuite } from './suites/bad-parameters.js';
import { cancelSuite } from './suites/cancelled.js';
import { duplicateSuite } from './suites/duplicates.js';
import { integrationSuite } from './suites/integration.js';
import { killSuite } from './suites/kills.js';
import { organizationSuite } from './suites/organizations.js';
import { readModelSuite } from './suites/read-models.js';
import { repeatSuite } from './suites/repeats.js';
import { replaySuite } from './suites/replays.js';
import { retentionSuite } from './suites/retention.js';
import { shapeSuite } from './suites/shapes.js';
import { dayCaseSuite, zoneChangeSuite } from './suites/time-zones.js';

/** The suites share one stack; each has chat ids and dates of its own. */
const running = new RunningStack();

dayCaseSuite(running);
readModelSuite(running);
repeatSuite(running);
shapeSuite(running);
badFieldSuite(running);
badBodySuite(running);
badParameterSuite(running);
duplicateSuite(running);
zoneChangeSuite(running);
cancelSuite(running);
integrationSuite(running);
organizationSuite(running);
retentionSuite(running);
replaySuite(running);

it('nothing of all this was an error or a dead letter', async () => {
  expect(running.loggedErrors()).toEqual([]);
  expect(await running.deadLetters()).toEqual([]);
});

it('every service says itself that it has no dead letters and no consumer that stands still', async () => {
  expect(await running.api.get('/api/dead-letters')).toMatchObject({
    dead_letters: [],
    paused_consumers: [],
    unreachable_services: [],
  });
});

it('no job was begun twice, however many processes there are', async () => {
  expect(await running.query('select job_id from scoring.jobs where attempts > 1')).toEqual([]);
});

killSuite(running);
