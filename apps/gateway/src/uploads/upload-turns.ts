import { Inject, Injectable } from '@nestjs/common';
import { GATEWAY_CONFIG, type GatewayConfig } from '../config.js';

interface Line {
  running: number;
  readonly waiting: (() => void)[];
}

/**
 * Uploads of one organization use half of this process's database connections at most, however many files it sends:
 * whoever else wants to know or send something does not stand behind all of them.
 */
@Injectable()
export class UploadTurns {
  private readonly lines = new Map<string, Line>();
  private readonly atOnce: number;

  constructor(@Inject(GATEWAY_CONFIG) { DATABASE_POOL }: Pick<GatewayConfig, 'DATABASE_POOL'>) {
    this.atOnce = Math.max(1, Math.floor(DATABASE_POOL / 2));
  }

  async within<T>(organization: string, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(organization) ?? { running: 0, waiting: [] };
    this.lines.set(organization, line);
    if (line.running < this.atOnce) line.running++;
    else await new Promise<void>((resolve) => line.waiting.push(resolve)); // handed over by who ends
    try {
      return await work();
    } finally {
      const next = line.waiting.shift();
      if (next) next();
      else if (--line.running === 0) this.lines.delete(organization);
    }
  }
}
