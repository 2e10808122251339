import { setTimeout as delay } from 'node:timers/promises';
import { type CommandLine, readCommandLine, USAGE, UsageError } from './command-line.js';
import { assertReadable, type DemoResult, runDemo } from './demo/run-demo.js';
import { lastErrors } from './log-excerpt.js';
import { GatewayClient } from './demo/gateway-client.js';
import { signInLink } from './sign-in-link.js';
import { startStack, type Stack } from './start-stack.js';
import { startStubModel, type StubModel } from './stub-model.js';

const say = (text: string) => console.log(text);
const complain = (text: string) => console.error(text);

/** The first signal ends all in order; terminal and npm may both send it, so only one that comes later is meant to hurry. */
function stopOnSignals(): AbortSignal {
  const stop = new AbortController();
  let first = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (first > 0 && performance.now() - first > 1_500) process.exit(130); // the guard ends what is left
      if (first === 0) complain('\nStopping ...');
      first ||= performance.now();
      stop.abort();
    });
  }
  return stop.signal;
}

function keyLines({ ownerKey }: Stack): string[] {
  if (ownerKey === undefined) return [];
  const { key, file, fresh } = ownerKey;
  if (file === undefined) return ['  API key   as given in OWNER_KEY'];
  return [fresh ? `  API key   ${key}` : '', `  ${fresh ? '   kept in' : 'API key   in'} ${file}`].filter(
    Boolean,
  );
}

async function addresses(stack: Stack): Promise<string> {
  const { gateway = '' } = stack.urls;
  const key = stack.ownerKey?.key;
  return [
    key === undefined
      ? `  Dashboard ${gateway}/`
      : `  Dashboard ${await signInLink(gateway, key)}\n            (signs a browser in, once)`,
    `  API       ${gateway}/api/metrics`,
    ...keyLines(stack),
    `  Try it    ${gateway}/docs`,
    `  Data      ${stack.dataFolder}`,
    `  Logs      ${stack.logFolder}`,
  ].join('\n');
}

async function start(line: CommandLine, stub: StubModel | undefined, signal: AbortSignal): Promise<Stack> {
  say('Starting PostgreSQL, NATS and five services ...');
  const begun = performance.now();
  const { dataFolder, replicas, scorer } = line;
  const environment = { ...process.env, ...(scorer && { SCORER: scorer }), ...stub?.environment };
  const options = { dataFolder, replicas, environment, signal };
  const stack = await startStack({ ...options, usualPorts: true, onNotice: complain });
  say(`Up in ${((performance.now() - begun) / 1000).toFixed(1)} s.\n`);
  return stack;
}

function reportOf(result: DemoResult, startSeconds: number): string {
  const rounded = Object.entries({ start: startSeconds, ...result.report.seconds }).map(
    ([stage, seconds]) => [stage, Math.round(seconds * 1000) / 1000] as const,
  );
  return JSON.stringify({ ...result.report, seconds: Object.fromEntries(rounded) });
}

const gatewayOf = ({ urls, ownerKey }: Stack, signal: AbortSignal) =>
  new GatewayClient({ url: urls.gateway ?? '', key: ownerKey?.key }, signal);

async function untilStopped(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await delay(2 ** 30, undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

async function run(line: CommandLine, signal: AbortSignal): Promise<void> {
  if (line.command === 'demo') assertReadable(line.file);
  const begun = performance.now();
  const stub = line.scorer === 'stub' ? await startStubModel() : undefined;
  const stack = await start(line, stub, signal);
  const startSeconds = (performance.now() - begun) / 1000;
  let report: string | undefined;
  try {
    if (line.command === 'demo') {
      const result = await runDemo(gatewayOf(stack, signal), line.file, process.stdout, signal);
      say(`\n${result.text}\n`);
      if (stub)
        say(
          'The scores are made up by a stub: they show how a model is asked, not how satisfied anyone was.\n',
        );
      if (line.json) report = reportOf(result, startSeconds);
    }
    if (!line.once) {
      say(`${await addresses(stack)}\n\nRunning until Ctrl-C.`);
      if (report) say(report);
      await untilStopped(signal);
    }
  } catch (error) {
    if (!signal.aborted) complain(lastErrors(stack.logFolder));
    throw error;
  } finally {
    await stack.stop();
    await stub?.stop();
  }
  if (line.once && report) say(report);
}

async function main(): Promise<void> {
  const line = readCommandLine(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  if (!line) return say(USAGE);
  const signal = stopOnSignals();
  try {
    await run(line, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    process.exitCode = 130; // ended before it was done
  }
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    complain(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
