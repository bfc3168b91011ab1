// A message between two lanes, as every picture draws it.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { BarrierAnswer } from '@saga-lab/platform/decider/barrier';

export interface Arrow {
  readonly label: string;
  /** Name of its order, in a picture of several. */
  readonly of?: string | undefined;
  readonly shape: 'command' | 'reply';
  readonly from: ServiceName;
  readonly to: ServiceName;
  readonly compensation?: boolean;
  readonly refusal?: boolean;
  /** Not confirmed by the broker yet: the tail is dotted. */
  readonly waiting?: boolean;
  /** Of a command: which sending of it this is, from 1. */
  readonly attempt?: number | undefined;
  /** Of a reply. */
  readonly answer?: BarrierAnswer | undefined;
  /** It came much later than others. */
  readonly late?: boolean | undefined;
  /** The broker delivered it more than once. */
  readonly copied?: boolean | undefined;
  /** It did not arrive. */
  readonly lost?: boolean | undefined;
  /** It arrives at last, having been lost before. */
  readonly again?: boolean | undefined;
}

/** As it stands in its box or pill. */
export const labelIn = ({ label, of }: Arrow): string => (of === undefined ? label : `${label} ${of}`);

/** An answer that says what was, because the command had been answered before. */
export const isRepeated = ({ answer }: Arrow): boolean => answer === 'DUPLICATE';

/** `x2`: the picture shows two of it. */
export const isDouble = (arrow: Arrow): boolean => arrow.copied === true || isRepeated(arrow);

export const isLate = ({ late, answer }: Arrow): boolean => late === true || answer === 'HANGING_REJECTED';

/** There was nothing to undo. */
export const isEmpty = ({ answer }: Arrow): boolean => answer === 'EMPTY';

/** What stands behind its label, besides the number of its attempt. */
export const wordsOf = (arrow: Arrow): readonly string[] => {
  const words: readonly (readonly [string, boolean])[] = [
    ['x2', isDouble(arrow)],
    ['empty', isEmpty(arrow)],
    ['late', isLate(arrow)],
    ['again', arrow.again === true],
  ];
  return words.flatMap(([word, isTrue]) => (isTrue ? [word] : []));
};
