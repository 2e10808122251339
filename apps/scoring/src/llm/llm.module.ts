import { Module, type DynamicModule } from '@nestjs/common';
import type { ScoringConfig } from '../config.js';
import { Wakeups } from '../jobs/wakeups.js';
import { Budgets } from './budgets.js';
import { CallGate } from './call-gate.js';
import { CallLedger } from './call-ledger.js';
import { ChatClient } from './chat-client.js';
import { configuredModel } from './configured-model.js';
import { ModelCaller } from './model-caller.js';
import { ModelScorers } from './model-scorers.js';
import { Rubrics } from './rubrics.js';
import { Sealing } from './sealing.js';

export const MODELS = Symbol('models');

/** The way to a language model, where one is configured: sealing, gate, ledger, client. */
@Module({})
export class LlmModule {
  static forRoot(config: ScoringConfig): DynamicModule {
    const model = configuredModel(config);
    return {
      module: LlmModule,
      providers: [
        { provide: Budgets, useValue: new Budgets(config.BUDGET_USD_PER_MONTH ?? null) },
        CallGate,
        CallLedger,
        Rubrics,
        Sealing,
        Wakeups,
        {
          provide: MODELS,
          inject: [CallGate, CallLedger, Sealing, Wakeups],
          useFactory: (gate: CallGate, ledger: CallLedger, sealing: Sealing, wakeups: Wakeups) => {
            if (model === null) return null;
            const { settings, limits } = model;
            const lane = `${settings.provider}/${settings.model}`;
            const client = new ChatClient(settings);
            const caller = new ModelCaller(lane, settings, limits, client, gate, ledger, wakeups.calls);
            return new ModelScorers(model, caller, sealing);
          },
        },
      ],
      exports: [MODELS, Budgets, CallLedger, Rubrics, Sealing, Wakeups],
    };
  }
}
