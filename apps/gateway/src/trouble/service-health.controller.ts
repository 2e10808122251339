import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { GetHealth, type ServiceName, SERVICES } from '@powerpulse/contracts';
import { healthOf, Requests } from '@powerpulse/messaging';
import { Readiness, Unavailable } from '@powerpulse/runtime';
import { Allow } from '../access/allow.js';
import { HealthDto, type ServiceHealthDto } from './service-health.dto.js';

/** Longer than a service waits for what it depends on. */
const ONCE = { tries: 1, timeoutMs: 2_500 };

@ApiTags('operations')
@Controller('api/health')
export class ServiceHealthController {
  private readonly missedSince = new Map<ServiceName, string>();

  constructor(
    private readonly requests: Requests,
    private readonly readiness: Readiness,
  ) {}

  @Get()
  @Allow('operations:read')
  @ApiOperation({
    summary: 'Which services answer, since when, and whether what they depend on does',
    description: 'Of the whole installation. Answers also while the broker or the database is away.',
  })
  @ApiOkResponse({ type: HealthDto })
  async getHealth(): Promise<HealthDto> {
    return { services: await Promise.all(SERVICES.map((service) => this.healthOf(service))) };
  }

  private async healthOf(service: ServiceName): Promise<ServiceHealthDto> {
    try {
      // Of itself it knows also where the broker is away.
      const { ready, started_at, checks } =
        service === 'gateway'
          ? await healthOf(this.readiness)
          : await this.requests.ask(GetHealth.of(service), {}, ONCE);
      this.missedSince.delete(service);
      return { service, state: ready ? 'ready' : 'not_ready', since: started_at, checks };
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      const since = this.missedSince.get(service) ?? new Date().toISOString();
      this.missedSince.set(service, since);
      return { service, state: 'no_answer', since, checks: [] };
    }
  }
}
