type Json = Record<string, unknown>;

interface Document extends Json {
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json> };
}
interface Operation {
  parameters?: Parameter[];
  requestBody?: { content?: Record<string, { schema?: Json }> };
  responses: Record<string, { content?: Record<string, { schema?: Json }> }>;
}
interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: Json;
}

/** Who sends the value: what a caller sends may only get wider, what it gets only narrower. */
type Way = 'sent' | 'received';

/** What a program that was written for `before` would trip over. Descriptions, examples and additions are no such thing. */
export function breakingChanges(before: Document, after: Document): string[] {
  const found: string[] = [];
  const schemas = new Comparison(before, after, found);
  for (const [path, methods] of Object.entries(before.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const where = `${method.toUpperCase()} ${path}`;
      const now = after.paths[path]?.[method];
      if (now === undefined) found.push(`${where} is gone`);
      else compareOperation(where, operation, now, schemas, found);
    }
  }
  return found;
}

/** 0.x: the second number; from 1.0 on the first. Where it was raised, programs are told to look. */
export function mayBreak(before: string, after: string): boolean {
  const significant = (version: string) => {
    const [major = '0', minor = '0'] = version.split('.');
    return major === '0' ? `0.${minor}` : major;
  };
  return significant(before) !== significant(after);
}

function compareOperation(
  where: string,
  before: Operation,
  after: Operation,
  schemas: Comparison,
  found: string[],
): void {
  const key = (one: Parameter) => `${one.in} ${one.name}`;
  const now = new Map((after.parameters ?? []).map((one) => [key(one), one]));
  const known = new Set((before.parameters ?? []).map(key));
  for (const parameter of before.parameters ?? []) {
    const place = `${where} parameter ${parameter.name}`;
    const same = now.get(key(parameter));
    if (same === undefined) found.push(`${place} is gone`);
    else schemas.compare(place, parameter.schema, same.schema, 'sent');
  }
  for (const [name, { required, name: shown }] of now)
    if (required === true && !known.has(name)) found.push(`${where} parameter ${shown} is demanded now`);
  schemas.contents(`${where} body`, before.requestBody?.content, after.requestBody?.content, 'sent');
  for (const [status, response] of Object.entries(before.responses)) {
    if (status >= '300') continue;
    const same = after.responses[status];
    if (same === undefined) found.push(`${where} does not answer ${status} any more`);
    else schemas.contents(`${where} ${status}`, response.content, same.content, 'received');
  }
}

class Comparison {
  /** Schemas refer to each other, in circles too. */
  private readonly seen = new Set<string>();

  constructor(
    private readonly before: Document,
    private readonly after: Document,
    private readonly found: string[],
  ) {}

  contents(
    where: string,
    before: Record<string, { schema?: Json }> = {},
    after: Record<string, { schema?: Json }> = {},
    way: Way,
  ): void {
    for (const [type, { schema }] of Object.entries(before)) {
      const same = after[type];
      if (same === undefined) this.found.push(`${where}: ${type} is gone`);
      else this.compare(where, schema, same.schema, way);
    }
  }

  compare(where: string, before: Json | undefined, after: Json | undefined, way: Way): void {
    if (before === undefined || after === undefined) return;
    const names = `${way} ${String(before['$ref'])} ${String(after['$ref'])}`;
    if (before['$ref'] !== undefined && this.seen.has(names)) return;
    this.seen.add(names);
    const [old, now] = [resolved(this.before, before), resolved(this.after, after)];
    this.types(where, old, now, way);
    this.values(where, old, now, way);
    this.properties(where, old, now, way);
    this.compare(`${where}[]`, old['items'] as Json | undefined, now['items'] as Json | undefined, way);
  }

  private types(where: string, before: Json, after: Json, way: Way): void {
    const [old, now] = [typesOf(before), typesOf(after)];
    if (old.size === 0 || now.size === 0) return;
    const [given, understood] = way === 'received' ? [now, old] : [old, now];
    for (const type of given)
      if (!understood.has(type) && !(type === 'integer' && understood.has('number')))
        this.found.push(
          `${where} ${way === 'received' ? 'may be' : 'may not be'} ${type}${way === 'received' ? ' now' : ' any more'}`,
        );
  }

  /** A caller may go on sending what it sent. New values in answers are announced as possible. */
  private values(where: string, before: Json, after: Json, way: Way): void {
    if (way === 'received') return;
    const now = after['enum'] as unknown[] | undefined;
    for (const value of now === undefined ? [] : ((before['enum'] ?? []) as unknown[]))
      if (!now?.includes(value)) this.found.push(`${where} may not be ${String(value)} any more`);
    if (now !== undefined && before['enum'] === undefined)
      this.found.push(`${where} may not be any value any more`);
    const narrower = (key: string, isNarrower: (old: number, then: number) => boolean) => {
      const [old, then] = [before[key] as number | undefined, after[key] as number | undefined];
      if (then !== undefined && (old === undefined || isNarrower(old, then)))
        this.found.push(`${where}: ${key} is ${String(then)} now`);
    };
    for (const key of ['maximum', 'maxLength', 'maxItems']) narrower(key, (old, then) => then < old);
    for (const key of ['minimum', 'minLength', 'minItems']) narrower(key, (old, then) => then > old);
  }

  private properties(where: string, before: Json, after: Json, way: Way): void {
    const [old, now] = [propertiesOf(before), propertiesOf(after)];
    const required = (schema: Json) => new Set((schema['required'] ?? []) as string[]);
    for (const [name, schema] of Object.entries(old)) {
      const same = now[name];
      const place = `${where}.${name}`;
      if (same === undefined) this.found.push(`${place} is gone`);
      else this.compare(place, schema, same, way);
      if (way === 'received' && same && required(before).has(name) && !required(after).has(name))
        this.found.push(`${place} may be missing now`);
    }
    if (way === 'received') return;
    for (const name of required(after))
      if (!required(before).has(name)) this.found.push(`${where}.${name} is demanded now`);
  }
}

const propertiesOf = (schema: Json) => (schema['properties'] ?? {}) as Record<string, Json>;

function typesOf(schema: Json): Set<string> {
  const types = new Set([schema['type'] ?? []].flat() as string[]);
  if (schema['nullable'] === true) types.add('null');
  for (const each of [schema['anyOf'], schema['oneOf']].flat() as (Json | undefined)[])
    if (each?.['type'] === 'null') types.add('null');
  return types;
}

/** Its own words and those it refers to: `$ref`, or the only part of `allOf`. */
function resolved(document: Document, schema: Json): Json {
  const parts = [schema, ...([schema['allOf'], schema['anyOf']].flat() as (Json | undefined)[])];
  return parts.reduce<Json>((whole, part) => {
    const name =
      typeof part?.['$ref'] === 'string' ? part['$ref'].replace('#/components/schemas/', '') : null;
    return {
      ...(name === null ? {} : document.components.schemas[name]),
      ...whole,
      ...(part === schema ? schema : {}),
    };
  }, {});
}
