import { setTimeout as delay } from 'node:timers/promises';
import { ConfigError, parseConfig } from '@powerpulse/runtime';
import { modelConfigSchema } from '../../apps/scoring/src/config.js';
import { BUILT_IN_RUBRIC } from '../../apps/scoring/src/domain/llm/built-in-rubric.js';
import { estimateTokens } from '../../apps/scoring/src/domain/llm/tokens.js';
import { packIntoJobs } from '../../apps/scoring/src/domain/pack-into-jobs.js';
import { promptTokens } from '../../apps/scoring/src/domain/prompt-tokens.js';
import {
  JobDelayed,
  type DayToJudge,
  type DayTranscript,
  type DayVerdict,
  type ScorerVerdict,
} from '../../apps/scoring/src/domain/scorer.js';
import type { CatalogEntry } from '../../apps/scoring/src/jobs/scorer-catalog.js';
import { Signal } from '../../apps/scoring/src/jobs/signal.js';
import { ChatClient } from '../../apps/scoring/src/llm/chat-client.js';
import { configuredModel } from '../../apps/scoring/src/llm/configured-model.js';
import { ModelCaller } from '../../apps/scoring/src/llm/model-caller.js';
import { ModelScorers, type Model } from '../../apps/scoring/src/llm/model-scorers.js';
import { Sealing } from '../../apps/scoring/src/llm/sealing.js';
import { CallBook } from './call-book.js';
import { UsageError } from './options.js';

/** Delays of one job in a row, without an answer to any job in between, after which its days stay unjudged. */
const PATIENCE = 5;
const NOBODY = '00000000-0000-0000-0000-000000000000';

export interface AskedDay extends DayTranscript {
  /** Days of one group may be judged in one call. */
  group: number;
}

interface WaitingDay extends DayToJudge {
  group: number;
  tokens: number;
  since: number;
}

type Say = (text: string) => void;

/** The service's scorer for the model that the environment names, without its database. */
export class ModelJudge {
  readonly book = new CallBook();
  private readonly sealing = new Sealing();
  private readonly stop = new AbortController();
  private readonly scorers: ModelScorers;

  constructor(
    private readonly model: Model,
    private readonly say: Say,
  ) {
    const { settings, limits } = model;
    const { book } = this;
    const lane = `${settings.provider}/${settings.model}`;
    const client = new ChatClient(settings);
    const caller = new ModelCaller(lane, settings, limits, client, book, book, new Signal());
    this.scorers = new ModelScorers(model, caller, this.sealing);
  }

  get name(): string {
    return `${this.scorers.lane} ${BUILT_IN_RUBRIC.name}`;
  }

  close(): Promise<void> {
    return this.sealing.onApplicationShutdown();
  }

  /** A verdict for every day, by its id. */
  async judge(days: readonly AskedDay[]): Promise<Map<string, DayVerdict>> {
    const entry = await this.scorers.entry(BUILT_IN_RUBRIC);
    const verdicts = new Map<string, DayVerdict>();
    let waiting = days.map(waitingDay);
    while (waiting.length > 0) {
      const jobs = jobsOf(waiting, entry);
      const again: WaitingDay[] = [];
      const work = async (): Promise<void> => {
        for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
          const answered = await this.judgeJob(job, entry);
          for (const day of job) {
            const verdict = answered.get(day.dayId);
            if (verdict?.kind === 'again') again.push(askedAgain(day, verdict));
            else if (verdict !== undefined) verdicts.set(day.dayId, verdict);
          }
          this.say(`${verdicts.size} of ${days.length} judged, ${this.book.usage.calls} calls`);
        }
      };
      await Promise.all(Array.from({ length: this.model.limits.concurrency }, () => this.stopping(work)));
      waiting = again;
    }
    return verdicts;
  }

  /** What ends one worker ends all of them: no call is paid whose answer nobody reads. */
  private async stopping(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.stop.abort(error);
      throw error;
    }
  }

  private async judgeJob(
    days: readonly WaitingDay[],
    { scorer }: CatalogEntry,
  ): Promise<ReadonlyMap<string, ScorerVerdict>> {
    const { signal } = this.stop;
    const request = { organization: 'evaluation', jobId: NOBODY, runId: NOBODY, days, signal };
    let { answers } = this.book;
    for (let delays = 1; ; delays++) {
      try {
        const { verdicts, open = [] } = await scorer.judge(request);
        for (const call of open) this.book.settle(call);
        return verdicts;
      } catch (error) {
        if (!(error instanceof JobDelayed)) throw error;
        if (this.book.refusal !== null)
          throw new UsageError(`The model ${this.name} can not be asked: ${this.book.refusal}.`);
        if (this.book.answers > answers) delays = 1;
        ({ answers } = this.book);
        if (delays >= PATIENCE) return this.givenUp(days, error.message);
        this.say(`waiting ${Math.ceil(error.waitMs / 1_000)} s: ${error.message}`);
        await delay(error.waitMs, undefined, { signal });
      }
    }
  }

  private givenUp(days: readonly WaitingDay[], why: string): ReadonlyMap<string, ScorerVerdict> {
    if (this.book.answers === 0) throw new UsageError(`The model ${this.name} does not answer: ${why}.`);
    return new Map(
      days.map(({ dayId }) => [dayId, { kind: 'unscored', reason: 'provider_failed', detail: why }]),
    );
  }
}

export function modelFrom(scorer: string, environment: NodeJS.ProcessEnv): Model {
  try {
    const model = configuredModel(parseConfig(modelConfigSchema, { ...environment, SCORER: scorer }));
    if (model === null) throw new Error(`${scorer} is no model`);
    return model;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const name = scorer.toUpperCase();
    throw new UsageError(
      `--scorer ${scorer} takes its model from the scoring service's environment variables: ${name}_API_KEY, ${name}_BASE_URL, ${name}_MODEL (docs/scoring.md).\n${error.message}`,
    );
  }
}

/** Only days of one group meet in a call. */
function jobsOf(waiting: readonly WaitingDay[], { bounds }: CatalogEntry): WaitingDay[][] {
  const groups = Map.groupBy(waiting, (day) => day.group);
  return [...groups.values()].flatMap((days) =>
    packIntoJobs(days, { ...bounds, lingerMs: 0, quietMs: 0 }, 0),
  );
}

function waitingDay(day: AskedDay): WaitingDay {
  const token_estimate = day.messages.reduce((sum, { text }) => sum + estimateTokens(text), 0);
  const tokens = promptTokens({ token_estimate, messages: day.messages.length, earlier_days: [] });
  return { ...day, tokens, since: 0, attempts: 0, maxDays: null, names: [] };
}

const askedAgain = (day: WaitingDay, verdict: Extract<ScorerVerdict, { kind: 'again' }>): WaitingDay => ({
  ...day,
  attempts: day.attempts + (verdict.counts ? 1 : 0),
  maxDays: verdict.maxDays,
  tokens: verdict.tokens ?? day.tokens,
});
