import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { MonthlyTable, Transactions } from '@powerpulse/messaging';
import { createLogger, Database, isOutage } from '@powerpulse/runtime';
import { CurrentConversations, datesOf } from '../ingestion/current-conversations.js';
import { splitAndAnnounce } from '../split-and-announce.js';
import { advance, type LeasedResplit, ResplitQueue } from '../tables/resplit-queue.js';

const PAGE = 100;

/** Splits a page of conversations anew after a change of zone. True where there may be more to do. */
export class ResplitPage extends Command<boolean> {}

@CommandHandler(ResplitPage)
export class ResplitPageHandler implements ICommandHandler<ResplitPage> {
  private readonly log = createLogger('resplit');

  constructor(
    private readonly database: Database,
    private readonly queue: ResplitQueue,
    private readonly transactions: Transactions,
    private readonly conversations: CurrentConversations,
    private readonly months: MonthlyTable,
  ) {}

  async execute(): Promise<boolean> {
    const resplit = await this.queue.take();
    if (resplit === null) return false;
    const page = await this.queue.nextPage(resplit, PAGE);
    if (page.length === 0) {
      await this.queue.finish(resplit);
      return true;
    }
    try {
      await this.split(resplit, page);
    } catch (error) {
      if (isOutage(error) || error instanceof LeaseLost) throw error;
      await this.splitSingly(resplit, page);
    } finally {
      await this.queue.release(resplit);
    }
    return true;
  }

  private async split(resplit: LeasedResplit, page: readonly string[]): Promise<void> {
    const { organization, timeZone, correlationId } = resplit;
    const fetched = await this.conversations.fetch(organization, page, timeZone);
    await this.months.prepare(datesOf(fetched));
    await this.transactions.run(async (unit) => {
      await splitAndAnnounce(
        unit,
        fetched.map((conversation) => ({ conversation, events: [], correlationId })),
      );
      const isHeld = await advance(unit.tx, resplit, page.at(-1) ?? '', 0);
      if (!isHeld) throw new LeaseLost();
    });
  }

  /** One conversation that can't be split does not keep the others in the old zone. */
  private async splitSingly(resplit: LeasedResplit, page: readonly string[]): Promise<void> {
    for (const conversationId of page) {
      try {
        await this.split(resplit, [conversationId]);
      } catch (error) {
        if (error instanceof LeaseLost || isOutage(error)) throw error;
        this.log.error(
          { err: error, conversation_id: conversationId },
          'could not be split anew, will be tried again',
        );
        await advance(this.database, resplit, conversationId, 1);
      }
    }
  }
}

class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}
