import type { Reflector } from '@nestjs/core';
import { HealthController } from '@powerpulse/runtime';
import { DEMAND, type Demand } from './allow.js';

/** Probes must answer whoever asks; their controller belongs to every service and knows no roles. */
const OPEN_CONTROLLERS: readonly unknown[] = [HealthController];

/** What a route demands; undefined: nobody said. */
export function demandOf(reflector: Reflector, handler: unknown, controller: unknown): Demand | undefined {
  if (OPEN_CONTROLLERS.includes(controller)) return 'anybody';
  return reflector.getAllAndOverride<Demand | undefined>(DEMAND, [handler, controller] as never);
}
