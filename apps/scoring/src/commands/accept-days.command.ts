import { randomUUID } from 'node:crypto';
import type { ConversationDayCreated, DataOf, EventOf } from '@powerpulse/contracts';
import type { Delivery } from '@powerpulse/messaging';
import type { Tx } from '@powerpulse/runtime';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { promptTokens } from '../domain/prompt-tokens.js';
import { insertDays, type NewDay } from '../jobs/new-days.js';
import { ScorerCatalog } from '../jobs/scorer-catalog.js';
import { insertJobs, LIVE_RUN } from '../jobs/waiting-days.js';
import { Wakeups } from '../jobs/wakeups.js';

type DayCreated = EventOf<typeof ConversationDayCreated>;

/** New versions of days, to be judged. Days without a customer message are not. */
export class AcceptDays extends Command<void> {
  constructor(readonly delivery: Delivery<DataOf<typeof ConversationDayCreated>>) {
    super();
  }
}

@CommandHandler(AcceptDays)
export class AcceptDaysHandler implements ICommandHandler<AcceptDays> {
  constructor(
    private readonly catalog: ScorerCatalog,
    private readonly wakeups: Wakeups,
  ) {}

  async execute({ delivery }: AcceptDays): Promise<void> {
    await delivery.commit(async ({ tx }, fresh) => {
      const days = fresh.filter((event) => !event.data.outbound).map(newDay);
      const organizations = Map.groupBy(days, (day) => day.event.organization);
      for (const [organization, own] of organizations) await this.packAtOnce(tx, organization, own);
      if (days.length > 0) await insertDays(tx, days);
    });
    this.wakeups.packing.raise();
    this.wakeups.working.raise();
  }

  /** A scorer that has no bounds to fill need not wait for more days: one write less for each. */
  private async packAtOnce(tx: Tx, organization: string, days: readonly NewDay[]): Promise<void> {
    const entry = await this.catalog.active(organization);
    if (!entry.atOnce) return;
    const run = { organization, runId: LIVE_RUN, live: true, scorerId: null };
    const seen = new Set<string>();
    // A second version of the same day takes the way through the packer: a job has each day once.
    const first = days.filter(({ event }) => !seen.has(event.data.day_id) && seen.add(event.data.day_id));
    const jobs = [];
    for (let from = 0; from < first.length; from += entry.bounds.maxDays) {
      const part = first.slice(from, from + entry.bounds.maxDays);
      const jobId = randomUUID();
      for (const day of part) day.jobId = jobId;
      const uploadIds = part.flatMap(({ event }) => event.data.upload_ids);
      jobs.push({
        jobId,
        days: part.length,
        tokens: part.reduce((sum, day) => sum + day.tokens, 0),
        uploadIds,
      });
    }
    await insertJobs(tx, run, entry, jobs);
  }
}

const newDay = (event: DayCreated): NewDay => ({ event, tokens: promptTokens(event.data), jobId: null });
