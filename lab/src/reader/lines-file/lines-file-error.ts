// What is wrong with a file of numbered lines, and where.

export class LinesFileError extends Error {
  override readonly name = 'LinesFileError';
  /** Counted from 1. */
  readonly line: number;
  constructor(line: number, what: string) {
    super(`line ${line}: ${what}`);
    this.line = line;
  }
}
