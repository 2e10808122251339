import type { ReplyOf, RequestOf, SetBudget } from '@powerpulse/contracts';
import { Database } from '@powerpulse/runtime';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Budgets } from '../llm/budgets.js';

type Reply = ReplyOf<typeof SetBudget>;

export class SetBudgetCommand extends Command<Reply> {
  constructor(readonly request: RequestOf<typeof SetBudget>) {
    super();
  }
}

@CommandHandler(SetBudgetCommand)
export class SetBudgetHandler implements ICommandHandler<SetBudgetCommand> {
  constructor(
    private readonly database: Database,
    private readonly budgets: Budgets,
  ) {}

  async execute({ request }: SetBudgetCommand): Promise<Reply> {
    const limit_usd = await this.budgets.set(this.database, request.organization, request.usd_per_month);
    // Jobs that wait for money look again at once.
    await this.database.query(
      `update jobs set due_at = now()
       where status = 'pending' and organization = $1 and error like '%budget%'`,
      [request.organization],
    );
    return { limit_usd };
  }
}
