import { Replay } from '@powerpulse/contracts';
import { z } from 'zod';
import type { GatewayApi } from './gateway-api.js';

export class ReplayApi {
  constructor(private readonly gateway: GatewayApi) {}

  async list(): Promise<Replay[]> {
    const answer = await this.gateway.ask('GET', '/api/replays');
    return z.object({ replays: z.array(Replay) }).parse(answer).replays;
  }

  async get(id: string): Promise<Replay> {
    return Replay.parse(await this.gateway.ask('GET', `/api/replays/${id}`));
  }

  /** Sent again after an outage it is the same replay. */
  async start(request: Pick<Replay, 'replay_id' | 'switch' | 'start_date' | 'end_date'>): Promise<Replay> {
    return Replay.parse(await this.gateway.ask('POST', '/api/replays', request));
  }

  async steer(id: string, action: string): Promise<Replay> {
    return Replay.parse(await this.gateway.ask('POST', `/api/replays/${id}/${action}`, {}));
  }
}
