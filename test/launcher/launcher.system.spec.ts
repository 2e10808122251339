import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { processAlive } from '@powerpulse/local-stack';
import { testNats, testPostgres, until } from '@powerpulse/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freePorts, LauncherRun } from './launcher-run.js';

const LONG = { timeoutMs: 120_000 };
let folder: string;
let runs: LauncherRun[];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'powerpulse launcher '));
  fs.chmodSync(folder, 0o755);
  runs = [];
});
afterEach(async () => {
  for (const run of runs) {
    for (const pid of run.processes()) process.kill(pid, 'SIGKILL');
    await run.ended;
  }
  fs.rmSync(folder, { recursive: true, force: true });
});

async function launch(...args: string[]): Promise<LauncherRun> {
  const run = new LauncherRun(await freePorts(), args);
  runs.push(run);
  return run;
}

function chats(): string {
  const message = (DIRECTION: string, MESSAGE_CONTENT: string, minute: number) => ({
    FB_CHAT_ID: 'chat-1',
    MESSAGE_CONTENT,
    DIRECTION,
    SOCIAL_CREATE_TIME: `2026-03-02T10:0${minute}:00Z`,
  });
  const chat = [
    message('to_company', 'My invoice is wrong and I am very annoyed about it.', 0),
    message('to_client', 'I am sorry, I have corrected it.', 2),
    message('to_company', 'Great, thank you very much, that solved it!', 3),
  ];
  const file = path.join(folder, 'my chats.json');
  fs.writeFileSync(file, JSON.stringify({ 'chat-1': chat }));
  return file;
}

async function expectNothingLeft(run: LauncherRun): Promise<void> {
  expect(run.processes()).toEqual([]);
  expect(await run.portsInUse()).toEqual([]);
}

it('demo --once --json ends with the summary as its last line and leaves nothing behind', async () => {
  const run = await launch(
    'demo',
    '--once',
    '--json',
    '--file',
    chats(),
    '--keep',
    path.join(folder, 'data'),
  );
  expect(await run.ended, run.stdout + run.stderr).toBe(0);
  const report = JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? '') as {
    metrics: { csi: number; scored_days: number; scorers: unknown[] };
    pipeline: Record<string, unknown>;
    seconds: Record<string, number>;
  };
  expect(report.metrics).toMatchObject({
    scored_days: 1,
    unscored_days: 0,
    outbound_days: 0,
    sample_count: 1,
  });
  expect(report.pipeline).toMatchObject({ status: 'completed', total_conversations: 1, messages_kept: 3 });
  expect(Object.keys(report.seconds)).toEqual(expect.arrayContaining(['start', 'upload', 'processing']));
  expect(run.stdout).toContain(`CUSTOMER SATISFACTION ${report.metrics.csi.toFixed(1).padStart(5)}`);
  await expectNothingLeft(run);
});

it('demo --scorer stub asks a model, says which, and leaves nothing behind', async () => {
  const run = await launch('demo', '--once', '--json', '--file', chats(), '--scorer', 'stub');
  expect(await run.ended, run.stdout + run.stderr).toBe(0);
  const { metrics } = JSON.parse(run.stdout.trimEnd().split('\n').at(-1) ?? '') as { metrics: object };
  expect(metrics).toMatchObject({ scored_days: 1, scorers: [{ days: 1, scorer: 'openai/stub@csi-1' }] });
  expect(run.stdout).toContain('made up by a stub');
  await expectNothingLeft(run);
});

it('ends in order on Ctrl-C in the middle of a start', async () => {
  const run = await launch('demo', '--keep', path.join(folder, 'data'));
  await until(() => run.processes().length > 3, LONG);
  process.kill(-run.pid, 'SIGINT'); // as the terminal does: to all of the group
  expect(await run.ended).toBe(130);
  await expectNothingLeft(run);
});

it('stays up until it is told to stop, heals what was killed, and keeps its data', async () => {
  // Smaller pages than the launcher might count on: it is a client like any other.
  const args = ['start', '--keep', path.join(folder, 'data')];
  const run = new LauncherRun(await freePorts(), args, { MAX_PAGE_SIZE: '20' });
  runs.push(run);
  await until(() => run.stdout.includes('Running until Ctrl-C.'), LONG);
  const victim = run
    .processes()
    .find((pid) => fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('apps/scoring'));
  process.kill(victim ?? 0, 'SIGKILL');
  await until(() => run.stderr.includes('scoring is back'), LONG);
  const answer = await fetch(`http://127.0.0.1:${run.ports.PORT}/health/ready`);
  expect(answer.status).toBe(200);
  process.kill(run.pid, 'SIGTERM');
  expect(await run.ended).toBe(0);
  await expectNothingLeft(run);
  expect(fs.existsSync(path.join(folder, 'data', 'postgres', 'PG_VERSION'))).toBe(true);
});

it('leaves nothing behind even when it is killed itself', async () => {
  const run = await launch('start', '--keep', path.join(folder, 'data'));
  await until(() => run.stdout.includes('Running until Ctrl-C.'), LONG);
  const launcher = Number(fs.readFileSync(path.join(folder, 'data', 'launcher.pid'), 'utf8'));
  process.kill(launcher, 'SIGKILL');
  await until(() => run.processes().length === 0, LONG);
  await expectNothingLeft(run);
});

it('refuses a demanded port that is taken, before anything is started', async () => {
  const ports = await freePorts();
  const other = net.createServer();
  await new Promise<void>((resolve) => other.listen(ports.PORT, '127.0.0.1', resolve));
  const run = new LauncherRun(ports, ['start', '--keep', path.join(folder, 'data')]);
  runs.push(run);
  expect(await run.ended).toBe(1);
  expect(run.stderr).toContain(`Port ${run.ports.PORT} for gateway (demanded by PORT) is taken`);
  expect(fs.existsSync(path.join(folder, 'data', 'postgres'))).toBe(false);
  await new Promise((resolve) => other.close(resolve));
  await expectNothingLeft(run);
});

it('says what is wrong with a file that is refused, and leaves nothing behind', async () => {
  const file = path.join(folder, 'cut.json');
  fs.writeFileSync(file, '{"chat-1": [{"MESSAGE_CONTENT": "hello"');
  const run = await launch('demo', '--once', '--file', file, '--keep', path.join(folder, 'data'));
  expect(await run.ended).toBe(1);
  expect(run.stderr).toMatch(/POST \/api\/upload-json was answered 422: .*byte/);
  await expectNothingLeft(run);
});

it('uses servers that are there already, as many processes as are wanted, and leaves the servers alone', async () => {
  const postgres = await testPostgres();
  const nats = await testNats();
  const given = { DATABASE_URL: postgres.url, NATS_URL: nats.url };
  const run = new LauncherRun(
    await freePorts(),
    ['demo', '--once', '--file', chats(), '--replicas', '2'],
    given,
  );
  runs.push(run);
  expect(await run.ended, run.stdout + run.stderr).toBe(0);
  expect(run.stdout).toContain('mean of 1 day');
  await expectNothingLeft(run);
  expect(processAlive(postgres.server.pid)).toBe(true);
  expect(processAlive(nats.server.pid)).toBe(true);
  await Promise.all([postgres.close(), nats.close()]);
});
