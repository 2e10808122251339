/** Every other GET of the API: what stands behind the read models comes from a small upload beside the million days. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryRoot } from '../apps/launcher/src/stack-options.js';
import { type Gateway, getJson, postJson, upload, untilEnded } from './api.js';
import { generateExport } from './generate.js';

const YEAR = 'start_date=2025-01-01&end_date=2025-12-31';
const CONVERSATIONS = 200;
/** One of them. */
const CHAT = 'bench-1-7';

/** They go on until the client leaves, are measured by themselves (exports), or ask for what only a fault makes. */
const NOT_MEASURED = [
  '/api/live',
  '/api/progress/{upload_id}/events',
  '/api/download',
  '/api/dead-letters/{dead_letter_id}',
];

/** Uploads something, and names every path by its place in the OpenAPI document. */
export async function otherReads(gateway: Gateway): Promise<Record<string, string>> {
  const uploadId = await uploadSome(gateway);
  const { jobs } = await getJson<{ jobs: { job_id: string }[] }>(gateway, `/api/jobs?upload_id=${uploadId}`);
  return {
    '/api/progress': '/api/progress',
    '/api/progress/{upload_id}': `/api/progress/${uploadId}`,
    '/api/progress/{upload_id}/rejects': `/api/progress/${uploadId}/rejects`,
    '/api/pipeline': '/api/pipeline',
    '/api/health': '/api/health',
    '/api/metrics/historical': `/api/metrics/historical?${YEAR}`,
    '/api/charts/sentiment-trend': `/api/charts/sentiment-trend?${YEAR}`,
    '/api/charts/volume': `/api/charts/volume?${YEAR}`,
    '/api/charts/sentiment-distribution': `/api/charts/sentiment-distribution?${YEAR}`,
    '/api/charts/topic-frequency': `/api/charts/topic-frequency?${YEAR}`,
    '/api/conversations/{chat_id}/messages': `/api/conversations/${CHAT}/messages`,
    '/api/settings': '/api/settings',
    '/api/weight-profiles': '/api/weight-profiles',
    '/api/auto-response-rules': '/api/auto-response-rules',
    '/api/jobs': '/api/jobs',
    '/api/jobs/{job_id}': `/api/jobs/${jobs[0]?.job_id ?? ''}`,
    '/api/usage': '/api/usage',
    '/api/budgets': '/api/budgets',
    '/api/rubrics': '/api/rubrics',
    '/api/backfills': '/api/backfills',
    '/api/auth/session': '/api/auth/session',
    '/api/api-keys': '/api/api-keys',
    '/api/dead-letters': '/api/dead-letters',
    '/api/calibration': '/api/calibration',
    '/api/members': '/api/members',
    '/api/organizations': '/api/organizations',
    '/api/organization': '/api/organization',
    '/api/audit': '/api/audit',
    '/api/audit/verify': '/api/audit/verify',
    '/health/live': '/health/live',
    '/health/ready': '/health/ready',
  };
}

/** Last: comparing a rebuild with a million days takes a minute of everybody's time. */
export async function replayReads(gateway: Gateway): Promise<Record<string, string>> {
  const { replay_id } = await postJson<{ replay_id: string }>(gateway, '/api/replays', {});
  return { '/api/replays': '/api/replays', '/api/replays/{replay_id}': `/api/replays/${replay_id}` };
}

async function uploadSome(gateway: Gateway): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'powerpulse-bench-'));
  try {
    const file = path.join(folder, 'export.json');
    await generateExport({ file, conversations: CONVERSATIONS, seed: 1 });
    const uploadId = await upload(gateway, file);
    await untilEnded(gateway, uploadId);
    return uploadId;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A route that nobody measures would be a read that nobody knows. */
export function assertEveryGetIsMeasured(paths: readonly (string | ((i: number) => string))[]): void {
  const measured = paths.map((path) => (typeof path === 'string' ? path : path(0)));
  const file = path.join(repositoryRoot(), 'docs', 'openapi.json');
  const document = JSON.parse(readFileSync(file, 'utf8')) as { paths: Record<string, object> };
  const left = Object.entries(document.paths)
    .filter(([route, methods]) => 'get' in methods && !NOT_MEASURED.includes(route))
    .filter(([route]) => !measured.some((url) => patternOf(route).test(url)));
  if (left.length > 0) throw new Error(`Nobody measures ${left.map(([route]) => route).join(', ')}.`);
}

const patternOf = (route: string) => new RegExp(`^${route.replaceAll(/\{[^}]+\}/g, '[^/?]+')}(\\?.*)?$`);
