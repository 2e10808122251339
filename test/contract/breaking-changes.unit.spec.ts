import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { breakingChanges, mayBreak } from './breaking-changes.js';

type Document = Parameters<typeof breakingChanges>[0];

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FILE = 'docs/openapi.json';
const git = (...args: string[]) =>
  execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

/** As it was committed last; where that is what stands here, as it was before. None in a copy without history. */
function committed(current: string): Document | null {
  try {
    const commits = git('log', '-2', '--format=%H', '--', FILE).split('\n').filter(Boolean);
    const texts = commits.map((commit) => git('show', `${commit}:${FILE}`));
    const text = texts.find((one) => one !== current);
    return text === undefined ? null : (JSON.parse(text) as Document);
  } catch {
    return null;
  }
}

const current = readFileSync(`${ROOT}${FILE}`, 'utf8');
const document = JSON.parse(current) as Document;

describe('the HTTP contract', () => {
  it('breaks no program written for the one before, unless its version says so', () => {
    const before = committed(current);
    if (before === null || mayBreak(before.info.version, document.info.version)) return;
    expect(breakingChanges(before, document)).toEqual([]);
  });
});

describe('comparing contracts', () => {
  const changed = (change: (copy: Document) => void) => {
    const copy = structuredClone(document);
    change(copy);
    return { broken: breakingChanges(document, copy), undone: breakingChanges(copy, document) };
  };
  const get = (copy: Document, path: string) => copy.paths[path]!['get']!;
  const schema = (copy: Document, name: string) =>
    copy.components.schemas[name] as {
      properties: Record<string, Record<string, unknown>>;
      required: string[];
    };

  it('finds nothing where nothing changed', () => {
    expect(breakingChanges(document, document)).toEqual([]);
  });

  it.each<[string, (copy: Document) => void, RegExp]>([
    ['a route that is gone', (copy) => delete copy.paths['/api/usage'], /GET \/api\/usage is gone/],
    [
      'a parameter that is gone',
      (copy) => void get(copy, '/api/metrics').parameters!.pop(),
      /GET \/api\/metrics parameter \w+ is gone/,
    ],
    [
      'a range that is narrower',
      (copy) =>
        void (get(copy, '/api/metrics').parameters!.find(({ name }) => name === 'topics')!.schema![
          'maximum'
        ] = 5),
      /topics: maximum is 5 now/,
    ],
    [
      'a field of an answer that is gone',
      (copy) => delete schema(copy, 'TopicFrequencyDto').properties['frequency'],
      /topic_frequency\[\]\.frequency is gone/,
    ],
    [
      'a field of an answer of another type',
      (copy) => void (schema(copy, 'TopicFrequencyDto').properties['topic']!['type'] = 'number'),
      /topic may be number now/,
    ],
    [
      'a field that may be null now',
      (copy) => void (schema(copy, 'TopicFrequencyDto').properties['topic']!['type'] = ['string', 'null']),
      /topic may be null now/,
    ],
    [
      'a field of a request that is demanded now',
      (copy) => void schema(copy, 'SubmitConversationsDto').required.push('force_reprocess'),
      /body\.force_reprocess is demanded now/,
    ],
  ])('finds %s, and not its opposite of an addition', (_, change, message) => {
    const { broken } = changed(change);
    expect(broken.length).toBeGreaterThan(0);
    expect(broken.join('\n')).toMatch(message);
  });

  it('lets additions pass: routes, parameters, fields of answers', () => {
    const { undone } = changed((copy) => {
      delete copy.paths['/api/usage'];
      get(copy, '/api/metrics').parameters!.pop();
      delete schema(copy, 'TopicFrequencyDto').properties['frequency'];
    });
    expect(undone).toEqual([]);
  });

  it.each([
    ['0.1.0', '0.1.9', false],
    ['0.1.0', '0.2.0', true],
    ['1.2.0', '1.3.0', false],
    ['1.2.0', '2.0.0', true],
  ])('from %s to %s: %s', (before, after, allowed) => {
    expect(mayBreak(before, after)).toBe(allowed);
  });
});
