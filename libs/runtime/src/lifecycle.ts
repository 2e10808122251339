import { Injectable } from '@nestjs/common';

type OnFatal = (reason: string, error?: unknown) => void;

/** For parts that notice that this process can't go on: it is better replaced than left half-alive. */
@Injectable()
export class Lifecycle {
  private onFatal: OnFatal | undefined;

  /** Set by the bootstrap. Without one (in tests) a fatal condition changes nothing. */
  whenFatal(handler: OnFatal): void {
    this.onFatal = handler;
  }

  fatal(reason: string, error?: unknown): void {
    this.onFatal?.(reason, error);
  }
}
