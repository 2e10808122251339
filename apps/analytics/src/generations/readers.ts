import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GetChangesQuery } from '../queries/get-changes.query.js';
import { GetProjectionProgressQuery } from '../queries/get-projection-progress.query.js';
import { ListReplaysQuery } from '../queries/list-replays.query.js';

const RECENTLY_MS = 2_000;

/** Asked over and over by programs; no person waits for the numbers in them. */
const ROUTINE = [GetChangesQuery, GetProjectionProgressQuery, ListReplaysQuery];

/** Whether this process is asked for numbers just now: a rebuild in it makes way then. */
@Injectable()
export class Readers {
  private lastAsked = -Infinity;

  constructor(queries?: QueryBus) {
    queries?.subscribe((query) => this.asked(query));
  }

  asked(query: object): void {
    if (!ROUTINE.some((routine) => query instanceof routine)) this.lastAsked = performance.now();
  }

  get here(): boolean {
    return performance.now() - this.lastAsked < RECENTLY_MS;
  }
}
