import { Injectable } from '@nestjs/common';
import { Signal } from './signal.js';

/** Tells the loops of this process at once what polling would tell them a little later. */
@Injectable()
export class Wakeups {
  /** Days wait for a job. */
  readonly packing = new Signal();
  /** Jobs wait for a worker. */
  readonly working = new Signal();
  /** A call to a model has ended: its place is free. */
  readonly calls = new Signal();
}
