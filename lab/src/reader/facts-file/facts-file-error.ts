// What is wrong with a file of facts, and where.

export class FactsFileError extends Error {
  override readonly name = 'FactsFileError';
  /** Counted from 1. */
  readonly line: number;
  constructor(line: number, what: string) {
    super(`line ${line}: ${what}`);
    this.line = line;
  }
}
