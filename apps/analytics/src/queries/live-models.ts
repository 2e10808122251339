import { Injectable } from '@nestjs/common';
import { DEFAULT_TIME_LIMITS, type TimeLimits, type WeightProfile } from '@powerpulse/contracts';
import { tagReply } from '@powerpulse/messaging';
import { Database, type ReadTx } from '@powerpulse/runtime';
import { KnownDates } from '../dates/known-dates.js';
import { KnownGaps } from '../dates/known-gaps.js';
import { DEFAULT_PROFILE } from '../domain/weights.js';
import type { Scope } from '../tables/bulk-table.js';
import { KnownAnswers } from './known-answers.js';
import { KnownPlaces } from './known-places.js';

/** One moment of an organization's read models: everything read through it belongs together. */
export interface LiveView {
  readonly tx: ReadTx;
  readonly scope: Scope;
  /** The weights that these numbers were computed with. */
  readonly profile: WeightProfile;
  readonly timeLimits: TimeLimits;
  readonly timeZone: string;
  /** Another one where anything of this view may differ. */
  readonly state: string;
  readonly gaps: KnownGaps;
  /** For finding conversations by an index that policies shut. What is found is read behind the wall. */
  readonly outsideWall: <T>(work: () => Promise<T>) => Promise<T>;
}

interface LiveRecord {
  generation: number;
  weight_profile: WeightProfile;
  time_limits: TimeLimits;
  time_zone: string;
  state: string;
}

const LIVE_GENERATION = `select g.generation, g.weight_profile, g.time_limits, o.time_zone, o.state from organizations o
  join generations g on g.organization = o.organization and g.generation = o.live_generation
  where o.organization = $1`;

@Injectable()
export class LiveModels {
  readonly dates = new KnownDates();
  private readonly gaps = new KnownGaps();
  readonly places = new KnownPlaces();
  private readonly known = new KnownAnswers();

  constructor(private readonly database: Database) {}

  /** The answer to a question that nothing but the view and the request decides: worked out once for each state. */
  answer<T extends object>(
    question: string,
    request: { organization: string },
    work: (view: LiveView) => Promise<T>,
  ): Promise<T> {
    return this.read(request.organization, (view) =>
      this.known.answer(`${question} ${JSON.stringify(request)}`, view.state, async () =>
        tagReply(await work(view), view.state),
      ),
    );
  }

  /** A snapshot: a generation that is switched, or a batch that commits, in between is not half seen. */
  read<T>(organization: string, work: (view: LiveView) => Promise<T>): Promise<T> {
    const live = { name: 'live-generation', text: LIVE_GENERATION, values: [organization] };
    return this.database.readFrom(organization, live, (tx, [row]) => {
      const { generation, weight_profile, time_limits, time_zone, state } =
        (row as LiveRecord | undefined) ?? NOTHING_YET;
      return work({
        tx,
        scope: { generation, organization },
        profile: weight_profile,
        timeLimits: time_limits,
        timeZone: time_zone,
        gaps: this.gaps,
        state: `${state} ${String(generation)} ${time_zone}`,
        outsideWall: (inner) => this.database.outsideWall(tx, inner),
      });
    });
  }
}

const NOTHING_YET: LiveRecord = {
  generation: 0,
  weight_profile: DEFAULT_PROFILE,
  time_limits: DEFAULT_TIME_LIMITS,
  time_zone: 'UTC',
  state: 'nothing yet',
};
