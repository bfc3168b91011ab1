// What a command of the lab found: as data, as lines for people, and as an exit code.
import type { Paint } from '../show/paint.ts';

export interface Outcome {
  readonly data: object;
  /** `width`: columns of the terminal, if it is one. */
  readonly lines: (paint: Paint, width?: number) => readonly string[];
  readonly exitCode: number;
}
