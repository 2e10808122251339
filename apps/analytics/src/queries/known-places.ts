import { LRUCache } from 'lru-cache';
import type { Place } from './list-cursor.js';

/** Of all lists together: some 4 MB. */
const MAX_PLACES = 20_000;
/** Of one list: where it has more, every second one goes. */
const MAX_OF_LIST = 2_000;

/** Behind which row to begin, and how many rows to skip from there. */
export interface Start {
  readonly after: Place | null;
  readonly skip: number;
}

interface Mark {
  readonly offset: number;
  /** Of the row before. */
  readonly place: Place;
}

interface Marks {
  readonly state: string;
  /** By offset. */
  readonly marks: Mark[];
}

/**
 * Where pages of a list began since the read models changed last (decision 13), so that a page deep in it is reached from
 * the nearest one instead of from the first row.
 */
export class KnownPlaces {
  private readonly lists = new LRUCache<string, Marks>({
    maxSize: MAX_PLACES,
    sizeCalculation: ({ marks }) => marks.length + 1,
  });

  /** For the row at this offset. */
  startOf(list: string, state: string, offset: number): Start {
    const marks = this.of(list, state);
    const mark = marks[firstBeyond(marks, offset) - 1];
    return mark === undefined
      ? { after: null, skip: offset }
      : { after: mark.place, skip: offset - mark.offset };
  }

  /** The row at this offset comes right behind that place. */
  remember(list: string, state: string, offset: number, place: Place): void {
    const marks = this.of(list, state);
    const at = firstBeyond(marks, offset);
    if (marks[at - 1]?.offset === offset) return;
    const more = marks.toSpliced(at, 0, { offset, place });
    const kept = more.length > MAX_OF_LIST ? more.filter((_, i) => i % 2 === 0) : more;
    // A changed size is only counted of what is new.
    this.lists.delete(list);
    this.lists.set(list, { state, marks: kept });
  }

  private of(list: string, state: string): readonly Mark[] {
    const known = this.lists.get(list);
    return known?.state === state ? known.marks : [];
  }
}

/** By halving. */
function firstBeyond(marks: readonly Mark[], offset: number): number {
  let [low, high] = [0, marks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.offset ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
