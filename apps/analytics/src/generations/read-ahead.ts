import type { Database, Tx } from '@powerpulse/runtime';
import type { SourcePage } from './generation-source.js';

/** A place in the source of what is being built. */
interface Place {
  readonly organization: string;
  readonly generation: number;
  readonly position: readonly string[] | null;
}

interface Reading {
  readonly place: string;
  readonly page: Promise<SourcePage | undefined>;
}

/** More organizations than this at once read in turn: pages are held in memory. */
const AT_ONCE = 4;

const nameOf = ({ organization, generation, position }: Place): string =>
  JSON.stringify([organization, generation, position]);

/**
 * Reads the next page of history while the last one is written: the two keep different processes busy. History does not
 * change; what is added to it meanwhile goes into every open generation anyway.
 */
export class ReadAhead {
  private readonly readings = new Map<string, Reading>();

  constructor(private readonly database: Database) {}

  start(place: Place, read: (tx: Tx) => Promise<SourcePage>): void {
    if (this.readings.size >= AT_ONCE && !this.readings.has(place.organization)) return;
    // What can't be read ahead is read when it is its turn, and fails there if it has to.
    const page = this.database.transaction(read).catch(() => undefined);
    this.readings.set(place.organization, { place: nameOf(place), page });
  }

  /** The page at this place if it was read ahead. That there is no more only the step's own look can say. */
  async take(place: Place): Promise<SourcePage | undefined> {
    const reading = this.readings.get(place.organization);
    this.readings.delete(place.organization);
    if (reading?.place !== nameOf(place)) return undefined;
    const page = await reading.page;
    return page?.position === null ? undefined : page;
  }
}
