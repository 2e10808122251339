import fs from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  [field: string]: unknown;
}
type Json = Record<string, unknown>;

interface Generator {
  name: string;
  behavior?: 'merge';
  literals?: string[];
  files?: string[];
}

interface Kustomization {
  namespace: string;
  resources: string[];
  configMapGenerator?: Generator[];
  patches?: { path: string; target: { kind: string; name?: string } }[];
  images?: { name: string; newTag: string }[];
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const named = (value: unknown): value is { name: string } =>
  isObject(value) && typeof value['name'] === 'string';

/** A strategic merge as far as we use it: objects by field, lists of named things by name, other values replaced. */
function merge(target: unknown, patch: unknown): unknown {
  if (isObject(target) && isObject(patch)) {
    const merged = { ...target };
    for (const [key, value] of Object.entries(patch)) {
      merged[key] = key in target ? merge(target[key], value) : value;
    }
    return merged;
  }
  if (Array.isArray(target) && Array.isArray(patch) && target.every(named) && patch.every(named)) {
    const [old, fresh]: [{ name: string }[], { name: string }[]] = [target, patch];
    const find = (list: { name: string }[], name: string) => list.find((one) => one.name === name);
    const first = fresh.map((change) => {
      const one = find(old, change.name);
      return one ? merge(one, change) : change;
    });
    return [...first, ...old.filter(({ name }) => !find(fresh, name))];
  }
  return patch;
}

/** Applies `change` to every object below, children first. */
function everywhere(value: unknown, change: (object: Json) => void): void {
  if (Array.isArray(value)) for (const each of value as unknown[]) everywhere(each, change);
  else if (isObject(value)) {
    for (const each of Object.values(value)) everywhere(each, change);
    change(value);
  }
}

function generated(folder: string, { name, literals = [], files = [] }: Generator): Manifest {
  const data: Record<string, string> = {};
  for (const literal of literals) {
    const at = literal.indexOf('=');
    data[literal.slice(0, at)] = literal.slice(at + 1);
  }
  for (const file of files) data[path.basename(file)] = fs.readFileSync(path.join(folder, file), 'utf8');
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data };
}

function patched(manifests: Manifest[], folder: string, kustomization: Kustomization): Manifest[] {
  let result = manifests;
  for (const { path: file, target } of kustomization.patches ?? []) {
    const { metadata, ...patch } = parse(fs.readFileSync(path.join(folder, file), 'utf8')) as Json;
    const meant = (one: Manifest) =>
      one.kind === target.kind && (target.name ?? one.metadata.name) === one.metadata.name;
    if (patch['$patch'] === 'delete') result = result.filter((one) => !meant(one));
    else {
      const { name: _, ...rest } = metadata as Json;
      const change = { ...patch, metadata: rest };
      result = result.map((one) => (meant(one) ? (merge(one, change) as Manifest) : one));
    }
  }
  return result;
}

/**
 * What `kubectl kustomize` makes of the part of kustomize that k8s/ uses, but for the hashes in the names of config maps;
 * a test compares the two. With it manifests can be checked where there is no kubectl.
 */
export function kustomize(folder: string): Manifest[] {
  const kustomization = parse(
    fs.readFileSync(path.join(folder, 'kustomization.yaml'), 'utf8'),
  ) as Kustomization;
  let manifests: Manifest[] = kustomization.resources.flatMap((resource) => {
    const target = path.join(folder, resource);
    if (fs.statSync(target).isDirectory()) return kustomize(target);
    return parseAllDocuments(fs.readFileSync(target, 'utf8')).map((each) => each.toJS() as Manifest);
  });
  for (const generator of kustomization.configMapGenerator ?? []) {
    const map = generated(folder, generator);
    const isOf = ({ kind, metadata }: Manifest) => kind === 'ConfigMap' && metadata.name === generator.name;
    manifests =
      generator.behavior === 'merge'
        ? manifests.map((one) => (isOf(one) ? (merge(one, map) as Manifest) : one))
        : [...manifests, map];
  }
  manifests = patched(manifests, folder, kustomization);
  for (const manifest of manifests) {
    if (manifest.kind !== 'Namespace') manifest.metadata.namespace = kustomization.namespace;
    everywhere(manifest, (object) => {
      const tag = kustomization.images?.find(({ name }) => name === object['image'])?.newTag;
      if (tag) object['image'] = `${String(object['image'])}:${tag}`;
    });
  }
  return manifests;
}
