/** Lets one through at a time, in order of arrival. */
export class Turnstile {
  private last: Promise<unknown> = Promise.resolve();

  pass<T>(step: () => Promise<T>): Promise<T> {
    const mine = this.last.then(step);
    // Whether it worked concerns nobody behind it.
    this.last = mine.catch(() => undefined);
    return mine;
  }
}
