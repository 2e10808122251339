/** Collects the values of a statement that is put together from parts. */
export class SqlParameters {
  constructor(readonly values: unknown[] = []) {}

  /** How the statement refers to the value. */
  add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }

  /** To go on from here in one statement without changing another. */
  copy(): SqlParameters {
    return new SqlParameters([...this.values]);
  }
}
