import { fileURLToPath } from 'node:url';
import { Test } from '@nestjs/testing';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { parseConfig } from '@powerpulse/runtime';
import { format, resolveConfig } from 'prettier';
import { beforeAll, describe, expect, it } from 'vitest';
import { gatewayConfig } from '../config.js';
import { GatewayModule } from '../gateway.module.js';
import { allEvents, allRequests, asyncApiDocument } from './asyncapi.js';
import { openApiDocument } from './openapi.js';

type Json = Record<string, unknown>;
type Operation = {
  operationId: string;
  summary?: string;
  parameters?: Json[];
  responses: Record<string, Json>;
};

const DOCS = new URL('../../../../docs/', import.meta.url);

/** In the repository's own style, so that formatting it changes nothing. */
async function textOf(document: unknown, file: string): Promise<string> {
  const options = await resolveConfig(file);
  return format(JSON.stringify(document), { ...options, parser: 'json' });
}

describe('the OpenAPI document', () => {
  let document: Json & {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, Json> };
  };

  beforeAll(async () => {
    const config = parseConfig(gatewayConfig, { DATABASE_URL: 'postgres://nobody@localhost/nothing' });
    // Preview: the routes are read, nothing is connected.
    const module = await Test.createTestingModule({ imports: [GatewayModule.forRoot(config)] }).compile({
      preview: true,
    });
    const app = module.createNestApplication(new FastifyAdapter());
    document = openApiDocument(app) as unknown as typeof document;
  });

  const operations = (): Operation[] => Object.values(document.paths).flatMap((path) => Object.values(path));

  it('is the one in docs/ (after a change: npm run docs:generate)', async () => {
    const file = fileURLToPath(new URL('openapi.json', DOCS));
    await expect(await textOf(document, file)).toMatchFileSnapshot(file);
  });

  it('names every call once, says what it is for and what it answers', () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operationId, summary, responses } of operations()) {
      expect(summary, operationId).toBeTruthy();
      const good = Object.entries(responses).filter(([status]) => status < '300');
      expect(good.length, operationId).toBeGreaterThan(0);
      for (const [status, response] of good) {
        if (status !== '204') expect(response['content'], `${operationId} ${status}`).toBeDefined();
      }
    }
  });

  it('explains every parameter and every field, with an example', () => {
    for (const { operationId, parameters = [] } of operations()) {
      for (const parameter of parameters) {
        const what = `${operationId} ${String(parameter['name'])}`;
        expect(parameter['description'], what).toBeTruthy();
        expect(parameter['schema'], what).toHaveProperty('example');
      }
    }
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      for (const [field, property] of Object.entries((schema['properties'] ?? {}) as Record<string, Json>)) {
        const what = `${name}.${field}`;
        expect(property['description'], what).toBeTruthy();
        const composed = ['anyOf', 'allOf', '$ref'].some((key) => key in property);
        const ofObjects = '$ref' in ((property['items'] ?? {}) as Json);
        if (composed || ofObjects || property['format'] === 'binary') continue;
        expect(property, what).toHaveProperty('example');
      }
    }
  });

  it('explains what is inside of fields, too, with an example of the whole or of each', () => {
    const isSchema = (value: unknown): value is Json => typeof value === 'object' && value !== null;
    const unexplained: string[] = [];
    const look = (schema: Json, path: string, shown: boolean): void => {
      const exemplary = shown || 'example' in schema;
      for (const [field, inner] of Object.entries((schema['properties'] ?? {}) as Record<string, Json>)) {
        const what = `${path}.${field}`;
        if (!('$ref' in inner) && !inner['description']) unexplained.push(what);
        const isLeaf = !['$ref', 'properties', 'items', 'anyOf', 'allOf', 'oneOf'].some(
          (key) => key in inner,
        );
        if (isLeaf && !exemplary && !('example' in inner) && inner['format'] !== 'binary')
          unexplained.push(`${what} (example)`);
        look(inner, what, exemplary);
      }
      const composed = ['anyOf', 'allOf', 'oneOf'].flatMap((key) => (schema[key] ?? []) as Json[]);
      for (const inner of [schema['items'], ...composed].filter(isSchema)) look(inner, path, exemplary);
    };
    for (const [name, schema] of Object.entries(document.components.schemas)) look(schema, name, false);
    for (const operation of operations()) {
      const { operationId, requestBody = {}, responses = {} } = operation as Record<string, unknown> & Json;
      for (const said of [requestBody, ...Object.values(responses as Json)].filter(isSchema)) {
        for (const { schema } of Object.values((said['content'] ?? {}) as Record<string, Json>))
          if (isSchema(schema)) look(schema, String(operationId), false);
      }
    }
    expect(unexplained).toEqual([]);
  });

  it('gives every number a range or a unit in words', () => {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      for (const [field, property] of Object.entries((schema['properties'] ?? {}) as Record<string, Json>)) {
        const types = [property['type']].flat();
        if (!types.includes('number') && !types.includes('integer')) continue;
        const text = property['description'] as string;
        expect(text, `${name}.${field}`).toMatch(
          /\d\.\.\+?\d|Count|Seconds|Minutes|Points|Percent|Version|Position|Share|Status code|USD|Milliseconds/,
        );
      }
    }
  });
});

describe('the AsyncAPI document', () => {
  it('is the one in docs/ (after a change: npm run docs:generate)', async () => {
    const file = fileURLToPath(new URL('asyncapi.json', DOCS));
    await expect(await textOf(asyncApiDocument(), file)).toMatchFileSnapshot(file);
  });

  it('has every event and every request, and resolves all its references', () => {
    const document = asyncApiDocument() as { channels: Record<string, Json>; operations: Json };
    expect(allEvents().length).toBeGreaterThan(8);
    expect(allRequests().length).toBeGreaterThan(12);
    for (const event of allEvents()) {
      expect(document.channels[event.name]?.['address']).toBe(
        event.subject('default').replace('ZGVmYXVsdA', '{organization}'),
      );
      expect(document.operations).toHaveProperty(`on${event.name}`);
    }
    for (const request of allRequests()) {
      expect(document.channels[request.name]?.['address']).toBe(
        request.subject.replace(/\*$/, '{organization}'),
      );
    }
    for (const [, path] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const target = path!
        .split('/')
        .reduce<unknown>((node, key) => (node as Json | undefined)?.[key], document);
      if (!path!.startsWith('$defs')) expect(target, path).toBeDefined();
    }
  });
});
