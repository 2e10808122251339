import { Injectable } from '@nestjs/common';
import { GetCalibration, scorerKey, type ScorerCalibration } from '@powerpulse/contracts';
import { Requests } from '@powerpulse/messaging';
import { Unavailable } from '@powerpulse/runtime';
import { ShortMemory } from '../short-memory.js';
import type { CalibrationBadgeDto } from './calibration.dto.js';

/** By scorer; null while scoring can not be asked. */
export type Badges = (scorer: string) => CalibrationBadgeDto | null;

const UNRATED: CalibrationBadgeDto = {
  status: 'not_calibrated',
  reason: 'None of its days has a predicted_rating by people.',
  n: 0,
  spearman: null,
};

/** How far numbers can be trusted, to be shown beside them. They are not kept back where only this is missing. */
@Injectable()
export class CalibrationBadges {
  /** Every screen with numbers asks, and ratings seldom come. */
  private readonly memory = new ShortMemory<Badges>();

  constructor(private readonly requests: Requests) {}

  async of(organization: string): Promise<Badges> {
    try {
      return (await this.memory.remember(organization, () => this.ask(organization))) ?? (() => null);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      return () => null;
    }
  }

  private async ask(organization: string): Promise<Badges> {
    const question = { organization, scorer: null, metrics: ['predicted_rating' as const] };
    const { scorers } = await this.requests.ask(GetCalibration, question);
    const badges = new Map(scorers.map((one) => [scorerKey(one.scorer), badgeOf(one)]));
    return (scorer) => badges.get(scorer) ?? UNRATED;
  }
}

function badgeOf({ status, reason, metrics }: ScorerCalibration): CalibrationBadgeDto {
  const [overall] = metrics;
  return { status, reason, n: overall?.n ?? 0, spearman: overall?.spearman ?? null };
}
