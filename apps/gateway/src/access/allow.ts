import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import { ApiProblems } from '../openapi/problems.js';
import type { Permission } from './domain/roles.js';

/** `signed-in`: any caller of the organization; `anybody`: no credential at all. */
export type Demand = Permission | 'signed-in' | 'anybody';

export const DEMAND = Symbol('what a route demands of its caller');

/**
 * What a route demands of its caller, on the method or for all of a controller. The gateway does not start with a route
 * that has none.
 */
export const Allow = (demand: Demand): MethodDecorator & ClassDecorator => {
  if (demand === 'anybody') return applyDecorators(SetMetadata(DEMAND, demand), ApiSecurity({}));
  return applyDecorators(
    SetMetadata(DEMAND, demand),
    ApiExtension('x-permission', demand),
    ApiProblems(401, 403, 429),
  );
};
