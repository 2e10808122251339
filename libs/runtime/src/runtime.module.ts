import { Global, Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { Lifecycle } from './lifecycle.js';
import { Readiness } from './readiness.js';

/** What every service has. Comes with DatabaseModule and MessagingModule. */
@Global()
@Module({
  controllers: [HealthController],
  providers: [Readiness, Lifecycle],
  exports: [Readiness, Lifecycle],
})
export class RuntimeModule {}
