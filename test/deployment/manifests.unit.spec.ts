import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { kustomize, type Manifest } from './kustomize.js';
import { ROOT } from './traffic.js';

const folderOf = (overlay: string) => path.join(ROOT, 'k8s', 'overlays', overlay);
const overlays = ['local', 'production', 'production/migrations', '../retention'];
const key = ({ kind, metadata }: Manifest) => `${kind} ${metadata.name}`;
const sorted = (manifests: Manifest[]) =>
  [...manifests].sort((one, other) => (key(one) < key(other) ? -1 : 1));

/** Which list of `kubernetes-types` describes a kind. */
const moduleOf = (apiVersion: string) => {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  return `kubernetes-types/${group?.split('.')[0] ?? ''}/${version ?? ''}.js`;
};

/** Kubernetes' own API types, with the compiler as judge: unknown fields, wrong types and missing fields are errors. */
function schemaProblems(manifests: Manifest[]): string[] {
  const file = path.join(ROOT, 'test', 'deployment', 'manifests-under-test.ts');
  const lines = manifests.map((manifest, index) => {
    const type = `import('${moduleOf(manifest.apiVersion)}').${manifest.kind}`;
    return `export const m${index}: ${type} = ${JSON.stringify(manifest)};`;
  });
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, language) =>
    name === file ? ts.createSourceFile(name, lines.join('\n'), language) : read(name, language);
  const exists = host.fileExists.bind(host);
  host.fileExists = (name) => name === file || exists(name);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map((problem) => {
    const at = problem.file?.getLineAndCharacterOfPosition(problem.start ?? 0).line ?? 0;
    const manifest = manifests[at];
    return `${manifest ? key(manifest) : 'nowhere'}: ${ts.flattenDiagnosticMessageText(problem.messageText, ' ')}`;
  });
}

it('every object is one of the Kubernetes API, without an unknown field', () => {
  const manifests = overlays.flatMap((overlay) => kustomize(folderOf(overlay)));
  expect(manifests.length).toBeGreaterThan(70);
  expect(schemaProblems(manifests)).toEqual([]);
});

it.each(overlays)('%s names every object once', (overlay) => {
  const names = kustomize(folderOf(overlay)).map(key);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

it('an unknown field, a wrong type and a missing field are found', () => {
  const [deployment] = kustomize(folderOf('local')).filter(({ kind }) => kind === 'Deployment');
  const spec = deployment!['spec'] as Record<string, unknown>;
  const { selector: _, ...withoutSelector } = spec;
  const broken = [{ ...spec, replica: 2 }, { ...spec, replicas: 'two' }, withoutSelector];
  const problems = schemaProblems(broken.map((each) => ({ ...deployment!, spec: each })));
  expect(problems).toHaveLength(3);
});

/** Config maps carry a hash of their content in kubectl's result, so that pods are renewed with them. */
const withoutHashes = (text: string) =>
  text.replaceAll(/\b(powerpulse|nats|postgres-init)-[0-9a-z]{10}\b/g, '$1');

// Elsewhere our reading of the kustomizations has to do: it was held against kubectl where there is one.
it.each(spawnSync('kubectl', ['version', '--client']).status === 0 ? overlays : [])(
  'kubectl builds the same of %s',
  (overlay) => {
    const text = withoutHashes(
      execFileSync('kubectl', ['kustomize', folderOf(overlay)], { encoding: 'utf8' }),
    );
    const built = parseAllDocuments(text).map((each) => each.toJS() as Manifest);
    expect(sorted(kustomize(folderOf(overlay)))).toEqual(sorted(built));
  },
);
