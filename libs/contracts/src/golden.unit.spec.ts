import fs from 'node:fs';
import { expect, it } from 'vitest';
import * as contracts from './index.js';
import type { EventDefinition } from './define-event.js';

/** What was published once is read for ever: these files are added to, never edited. */
const FOLDER = new URL('../golden/', import.meta.url);
const files = fs.readdirSync(FOLDER);

const isEvent = (value: unknown): value is EventDefinition =>
  typeof value === 'object' && value !== null && 'envelope' in value && 'filter' in value;
const exported: unknown[] = Object.values(contracts);
const events = exported.filter(isEvent);

/** `BatchScored.v1.json`, and where a field was added `BatchScored.v1.with-confidence.json`. */
const definitionOf = (file: string): EventDefinition | undefined =>
  events.find(({ name, version }) => file.startsWith(`${name}.v${version}.`));

it.each(files)('still reads %s, every field of it', (file) => {
  const golden: unknown = JSON.parse(fs.readFileSync(new URL(file, FOLDER), 'utf8'));
  expect(definitionOf(file)?.envelope.parse(golden)).toEqual(golden);
});

it.each(events.map((event) => [`${event.name}.v${event.version}.json`]))('%s is kept', (file) => {
  expect(files).toContain(file);
});
