import { loadConfig, runService } from '@powerpulse/runtime';
import { gatewayConfig } from './config.js';
import { GatewayModule } from './gateway.module.js';
import { gatewayService } from './gateway-service.js';

const config = loadConfig(gatewayConfig);
await runService(GatewayModule.forRoot(config), config, gatewayService(config));
