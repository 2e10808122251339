import { Inject, Injectable } from '@nestjs/common';
import { GATEWAY_CONFIG, type GatewayConfig } from '../config.js';
import { HttpProblem } from '../http/problem.js';

/** How many files are received at the same time: what bounds the memory of this process. */
@Injectable()
export class UploadSlots {
  private taken = 0;

  constructor(@Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig) {}

  async within<T>(work: () => Promise<T>): Promise<T> {
    if (this.taken >= this.config.MAX_PARALLEL_UPLOADS) {
      throw new HttpProblem(
        'unavailable',
        'Too many uploads at the same time. Try again.',
        {},
        {
          'retry-after': '2',
        },
      );
    }
    this.taken++;
    try {
      return await work();
    } finally {
      this.taken--;
    }
  }
}
