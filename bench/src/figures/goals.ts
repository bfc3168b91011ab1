// What the ratios to the floor are to reach, and which of them do.
import type { State } from '@saga-lab/lab/report/marks';
import type { Compared, Ratios } from './comparison.ts';

interface Goal {
  readonly load: string;
  readonly of: keyof Ratios;
  /** At least so much of the floor's rate, or at most so much of its latency. */
  readonly wanted: number;
}

export const goals: readonly Goal[] = [
  { load: '1 at once', of: 'latency', wanted: 0.8 },
  { load: '50 at once', of: 'perSecond', wanted: 0.7 },
  { load: '200 at once', of: 'perSecond', wanted: 0.7 },
  { load: '500 at once', of: 'perSecond', wanted: 0.6 },
];

export interface Reached {
  readonly load: string;
  /** `open`: not yet. */
  readonly state: State;
  readonly sentence: string;
}

/** Of those loads that were measured. */
export const reached = (loads: readonly Compared[]): readonly Reached[] =>
  goals.flatMap(({ load, of, wanted }) => {
    const ratio = loads.find((one) => one.load === load)?.ratios?.median[of];
    if (ratio === undefined) return [];
    const isReached = of === 'latency' ? ratio <= wanted : ratio >= wanted;
    const what = of === 'latency' ? 'of the median latency' : 'of the rate';
    const bound = of === 'latency' ? 'at most' : 'at least';
    const sentence = `${ratio.toFixed(2)} ${what} of the floor; the goal is ${bound} ${wanted.toFixed(2)}.`;
    return [{ load, state: isReached ? 'holds' : 'open', sentence }];
  });
