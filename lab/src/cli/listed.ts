// Lists of a plan and of what was done about it, as lines: short ones for a terminal, `--json` has all.
import type { Act } from '../rollback/apply.ts';
import type { Paint } from '../show/paint.ts';
import { wrapped } from '../show/wrapped.ts';

/** More of them are counted. */
export const MOST = 20;

export const moreThan = (all: number): readonly string[] =>
  all > MOST ? [`  and ${all - MOST} more; --json has all`] : [];

export const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

/** Sentences under a heading; nothing where there are none. */
export const sentenceLines = (
  heading: string,
  sentences: readonly string[],
  paint: Paint,
  width = Infinity,
): readonly string[] =>
  sentences.length === 0
    ? []
    : [
        paint('heading', heading),
        ...indented(sentences.slice(0, MOST).flatMap((sentence) => wrapped(sentence, width - 4))),
        ...moreThan(sentences.length),
      ];

export const actLine = ({ sentence, refused }: Act, paint: Paint): string =>
  refused === undefined
    ? `${paint('ok', '(/)')} ${sentence}`
    : `${paint('fail', '(x)')} not done: ${sentence}. ${refused}`;
