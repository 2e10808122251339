/**
 * Disks of a stack's own, kept in files: they can be copied as they are at one instant, and filled. Needs root (mount).
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { until } from '../../libs/testing/src/until.js';

const MEGABYTES = { data: 3_000, nats: 200 };
/** Loosely filled files are as small as what is in them. */
const run = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: 'pipe' });

export class Disks {
  private readonly base = mkdtempSync('/var/tmp/powerpulse-disks-');
  private generation = 0;

  /** Where the stack keeps everything. */
  readonly folder = path.join(this.base, 'mounted');

  constructor() {
    chmodSync(this.base, 0o711);
    mkdirSync(this.folder);
    for (const disk of ['data', 'nats'] as const) {
      run('truncate', '-s', `${MEGABYTES[disk]}M`, this.image(disk));
      run('mkfs.ext4', '-q', '-F', this.image(disk));
    }
    this.mount();
    chmodSync(this.folder, 0o711);
  }

  /** What a power cut at this instant would leave. Nobody may be writing. */
  copy(): void {
    for (const disk of ['data', 'nats'] as const)
      run('cp', '--sparse=always', this.image(disk), this.image(disk, this.generation + 1));
  }

  /** Goes on with the copy. Nobody may hold a file open. */
  async useCopy(): Promise<void> {
    await this.unmount();
    for (const disk of ['data', 'nats'] as const) rmSync(this.image(disk));
    this.generation++;
    this.mount();
  }

  async remove(): Promise<void> {
    await this.unmount();
    rmSync(this.base, { recursive: true, force: true });
  }

  private image(disk: 'data' | 'nats', generation = this.generation): string {
    return path.join(this.base, `${disk}-${generation}.img`);
  }

  /** The broker has one of its own, so that it is full without PostgreSQL's. */
  private mount(): void {
    run('mount', '-o', 'loop', this.image('data'), this.folder);
    mkdirSync(path.join(this.folder, 'nats'), { recursive: true });
    run('mount', '-o', 'loop', this.image('nats'), path.join(this.folder, 'nats'));
  }

  private async unmount(): Promise<void> {
    for (const folder of [path.join(this.folder, 'nats'), this.folder])
      await until(() => run('umount', folder), { timeoutMs: 20_000, everyMs: 200 });
  }
}
