// One thing that was looked at: how it is, in a sentence, and what to do about it.
import type { Paint } from '../show/paint.ts';
import { marks } from '../show/verdict.ts';

export interface Finding {
  /** `holds`: fine; `open`: worth a look, nothing is broken; `violated`: broken or missing. */
  readonly state: 'holds' | 'open' | 'violated';
  readonly sentence: string;
  /** The next command to type, or the page to read. */
  readonly next?: string;
}

export const findingLines = (findings: readonly Finding[], paint: Paint): readonly string[] =>
  findings.flatMap(({ state, sentence, next }) => {
    const { mark, token } = marks[state];
    return [`${paint(token, mark)} ${sentence}`, ...(next === undefined ? [] : [`    -> ${next}`])];
  });

export const isViolated = ({ state }: Finding): boolean => state === 'violated';
