import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { freePort } from '@powerpulse/local-stack';
import { until } from '@powerpulse/testing';

const MAIN = path.resolve(import.meta.dirname, '../../dist/apps/gateway/src/main.js');

/** The built gateway as a process of its own. */
export class GatewayProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    private readonly metricsUrl: string,
  ) {}

  static async start(environment: Readonly<Record<string, string>>): Promise<GatewayProcess> {
    const [port, metricsPort] = [await freePort(), await freePort()];
    const variables = Object.entries({
      LOG_LEVEL: 'warn',
      AUTH: 'off',
      ...environment,
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
    }).map(([name, value]) => `${name}=${value}`);
    const child = spawn('/usr/bin/env', [...variables, process.execPath, MAIN], { stdio: 'inherit' });
    const gateway = new GatewayProcess(
      child,
      `http://127.0.0.1:${String(port)}`,
      `http://127.0.0.1:${String(metricsPort)}`,
    );
    await until(async () => (await fetch(`${gateway.url}/health/ready`)).ok, { timeoutMs: 60_000 });
    return gateway;
  }

  async residentMiB(): Promise<number> {
    const text = await (await fetch(this.metricsUrl)).text();
    const [, bytes] = /^process_resident_memory_bytes(?:\{[^}]*\})? (\S+)$/m.exec(text) ?? [];
    return Number(bytes) / 1024 / 1024;
  }

  /** Resolves with the exit code or the signal that ended it. */
  async end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
    const { child } = this;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
    return child.signalCode ?? child.exitCode ?? -1;
  }
}
