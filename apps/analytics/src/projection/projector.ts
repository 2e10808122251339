import { Injectable } from '@nestjs/common';
import type { Tx } from '@powerpulse/runtime';
import { type DayEvent, statedBy } from '../domain/evolve-day.js';
import { type ProgressEvent, UploadDeltas } from '../domain/upload-progress.js';
import { markDates } from '../tables/announced-dates.js';
import {
  changeState,
  createOrganization,
  lockOrganization,
  openGenerations,
} from '../tables/organizations.js';
import { addToUploads, recordJudged } from '../tables/uploads.js';
import { projectInto, rulesOf } from './project-into.js';

export type ProjectedEvent = ProgressEvent;

/** Brings events into the read models, within the transaction that marks them as seen. */
@Injectable()
export class Projector {
  constructor(readonly activeScorer: string | null) {}

  async project(tx: Tx, events: readonly ProjectedEvent[]): Promise<void> {
    // Locks are taken in one order, so that two batches never wait for each other.
    for (const organization of [...new Set(events.map((event) => event.organization))].sort()) {
      const own = events.filter((event) => event.organization === organization);
      await lockOrganization(tx, organization);
      await this.projectDays(tx, organization, own.filter(isAboutDays));
      await this.countForUploads(tx, organization, own);
    }
  }

  private async projectDays(tx: Tx, organization: string, events: readonly DayEvent[]): Promise<void> {
    const newest = events.at(-1);
    if (newest === undefined) return;
    const said = events.flatMap(statedBy);
    const generations = await openGenerations(tx, organization);
    if (generations.length === 0)
      generations.push(await createOrganization(tx, organization, this.activeScorer));
    for (const generation of generations) {
      const scope = { organization, generation: generation.generation };
      const { days, daily } = await projectInto(tx, scope, rulesOf(generation), said);
      if (!generation.live) continue;
      if (days.length > 0) await changeState(tx, organization);
      const dates = new Set(daily.map(({ date }) => date));
      await markDates(tx, organization, [...dates], newest.correlation_id);
    }
  }

  private async countForUploads(
    tx: Tx,
    organization: string,
    events: readonly ProjectedEvent[],
  ): Promise<void> {
    const deltas = new UploadDeltas();
    for (const event of events) deltas.tell(event);
    for (const { uploadId, scored, unscored } of await recordJudged(tx, organization, deltas.judged)) {
      const counts = deltas.of(uploadId);
      counts.daysScored += scored;
      counts.daysUnscored += unscored;
    }
    await addToUploads(tx, organization, deltas.counts);
  }
}

function isAboutDays(event: ProjectedEvent): event is DayEvent {
  switch (event.name) {
    case 'ConversationDayCreated':
    case 'ConversationDayRetracted':
    case 'BatchScored':
    case 'DayUnscored':
      return true;
    case 'UploadIngested':
    case 'ConversationSplit':
      return false;
  }
}
