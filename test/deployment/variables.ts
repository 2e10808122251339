import { commonConfig } from '@powerpulse/runtime';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { analyticsConfigSchema } from '../../apps/analytics/src/config.js';
import { daySplittingConfig } from '../../apps/day-splitting/src/config.js';
import { gatewayConfig } from '../../apps/gateway/src/config.js';
import { ingestionConfig, retentionConfig } from '../../apps/ingestion/src/config.js';
import { scoringConfigSchema } from '../../apps/scoring/src/config.js';
import { ROOT, type Service } from './traffic.js';

const SCHEMAS: Record<Service, z.ZodType> = {
  gateway: gatewayConfig,
  ingestion: ingestionConfig,
  'day-splitting': daySplittingConfig,
  scoring: scoringConfigSchema,
  analytics: analyticsConfigSchema,
};

interface Property {
  type?: string;
  enum?: string[];
  format?: string;
  pattern?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
}

export interface Variable {
  name: string;
  type: string;
  /** `needed`, or what counts where it is absent. */
  otherwise: string;
  meaning: string;
}

const configFile = (...place: string[]) => fs.readFileSync(path.join(ROOT, ...place), 'utf8');

/** The comment that stands above it in the code. */
function meaningOf(name: string, source: string): string {
  const comment = new RegExp(String.raw`/\*\*((?:(?!\*/)[\s\S])*)\*/\s+${name}\b`).exec(source)?.[1] ?? '';
  return comment
    .replaceAll(/\s*\n\s*\*\s?/g, ' ')
    .replaceAll('|', '\\|')
    .trim();
}

function typeOf({ type, enum: words, format, minimum, maximum, exclusiveMinimum }: Property): string {
  if (words) return words.map((word) => `\`${word}\``).join(', ');
  if (type === 'string' || type === undefined) return format === 'uri' ? 'URL' : 'text';
  const low = minimum ?? (exclusiveMinimum === undefined ? undefined : `above ${exclusiveMinimum}`);
  const high = maximum === undefined || maximum > Number.MAX_SAFE_INTEGER / 2 ? undefined : maximum;
  const range = low === undefined ? '' : high === undefined ? `, ${low} or more` : `, ${low} to ${high}`;
  return `${type}${String(low).startsWith('above') ? `, ${low}` : range}`;
}

/** The object below refinements and transformations. */
function fields(schema: z.ZodType): Record<string, z.ZodType> {
  if (schema instanceof z.ZodObject) return schema.shape;
  if (schema instanceof z.ZodPipe) return fields(schema.in as z.ZodType);
  throw new Error('a configuration is an object');
}

function variables(schema: z.ZodType, source: string, without: ReadonlySet<string>): Variable[] {
  return Object.entries(fields(schema))
    .filter(([name]) => !without.has(name))
    .map(([name, field]) => {
      const [property, read] = (['input', 'output'] as const).map(
        (io) => z.toJSONSchema(field, { io, unrepresentable: 'any' }) as Property,
      );
      const given = property?.default ?? read?.default;
      const needed = !field.safeParse(undefined).success;
      const otherwise = given === undefined ? (needed ? 'needed' : '') : `\`${JSON.stringify(given)}\``;
      return { name, type: typeOf(property ?? {}), otherwise, meaning: meaningOf(name, source) };
    });
}

export function allVariables(): { of: string; list: Variable[] }[] {
  const common = configFile('libs', 'runtime', 'src', 'config.ts');
  const shared = variables(z.object(commonConfig), common, new Set());
  const known = new Set(shared.map(({ name }) => name));
  const own = Object.entries(SCHEMAS).map(([service, schema]) => ({
    of: service,
    list: variables(schema, configFile('apps', service, 'src', 'config.ts'), known),
  }));
  const retention = variables(retentionConfig, configFile('apps', 'ingestion', 'src', 'config.ts'), known);
  return [
    { of: 'every service', list: shared },
    ...own.filter(({ list }) => list.length > 0),
    { of: 'the retention job', list: retention },
  ];
}

/** docs/variables.md. */
export function variablesDocument(): string {
  const tables = allVariables().map(({ of, list }) => {
    const rows = list.map(
      ({ name, type, otherwise, meaning }) => `| \`${name}\` | ${type} | ${otherwise} | ${meaning} |`,
    );
    return `## Of ${of}\n\n| variable | type | default | meaning |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Environment variables

Made from the services' configuration (npm run docs:generate). An empty variable counts as absent. A service that is told something
unusable says everything that is wrong with it at once, and ends. Variables of the launcher: [running.md](running.md).

${tables.join('\n')}`;
}
