import { Inject, Injectable } from '@nestjs/common';
import { GATEWAY_CONFIG, type GatewayConfig } from '../config.js';
import { HttpProblem } from '../http/problem.js';

const RETRY = { 'retry-after': '2' };

/**
 * How many files are received at the same time: what bounds the memory of this process. An eighth of the
 * places is kept for the others, so that an organization that floods does not keep them out.
 */
@Injectable()
export class UploadSlots {
  private readonly taken = new Map<string, number>();

  constructor(@Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig) {}

  async within<T>(organization: string, work: () => Promise<T>): Promise<T> {
    this.assertRoom(organization);
    this.add(organization, 1);
    try {
      return await work();
    } finally {
      this.add(organization, -1);
    }
  }

  private assertRoom(organization: string): void {
    const places = this.config.MAX_PARALLEL_UPLOADS;
    const all = [...this.taken.values()].reduce((sum, n) => sum + n, 0);
    if (all >= places)
      throw new HttpProblem('unavailable', 'Too many uploads at the same time. Try again.', {}, RETRY);
    const share = Math.max(1, Math.floor((places * 7) / 8));
    if ((this.taken.get(organization) ?? 0) >= share) {
      const detail = `Your organization sends ${share} files at the same time. Wait for one of them to end.`;
      throw new HttpProblem('too-many-requests', detail, {}, RETRY);
    }
  }

  private add(organization: string, change: 1 | -1): void {
    const now = (this.taken.get(organization) ?? 0) + change;
    if (now === 0) this.taken.delete(organization);
    else this.taken.set(organization, now);
  }
}
