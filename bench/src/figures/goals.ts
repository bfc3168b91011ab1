// What the ratios to the floor and to the engines are to reach, and which of them do.
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
export const reached = (loads: readonly Compared[]): readonly Reached[] => [
  ...toFloor(loads),
  ...toEngines(loads),
];

const toFloor = (loads: readonly Compared[]): readonly Reached[] =>
  goals.flatMap(({ load, of, wanted }) => {
    const ratio = loads.find((one) => one.load === load)?.ratios?.median[of];
    if (ratio === undefined) return [];
    const isReached = of === 'latency' ? ratio <= wanted : ratio >= wanted;
    const what = of === 'latency' ? 'of the median latency' : 'of the rate';
    const bound = of === 'latency' ? 'at most' : 'at least';
    const sentence = `${ratio.toFixed(2)} ${what} of the floor; the goal is ${bound} ${wanted.toFixed(2)}.`;
    return [{ load, state: isReached ? 'holds' : 'open', sentence }];
  });

const ENGINES = ['restate', 'dbos'] as const;
const AGAINST_ENGINES_AT = '200 at once';
const RATE_OF_THE_FASTER = 2;

/** At least so many times the rate of the faster engine, and no worse a slowest hundredth than either. */
const toEngines = (loads: readonly Compared[]): readonly Reached[] => {
  const compared = loads.find(({ load }) => load === AGAINST_ENGINES_AT);
  const ours = compared?.of.ours?.median.latency.p99;
  const engines = ENGINES.flatMap((name) => {
    const ratio = compared?.toOthers?.[name]?.median.perSecond;
    const p99 = compared?.of[name]?.median.latency.p99;
    return ratio === undefined || p99 === undefined ? [] : [{ name, ratio, p99 }];
  });
  const [faster] = engines.toSorted((one, other) => one.ratio - other.ratio);
  if (!faster || ours === undefined) return [];
  const shortest = Math.min(...engines.map(({ p99 }) => p99));
  return [
    {
      load: AGAINST_ENGINES_AT,
      state: faster.ratio >= RATE_OF_THE_FASTER ? 'holds' : 'open',
      sentence: `${faster.ratio.toFixed(2)} of the rate of ${faster.name}, the faster of the engines that were measured; the goal is at least ${RATE_OF_THE_FASTER.toFixed(2)}.`,
    },
    {
      load: AGAINST_ENGINES_AT,
      state: ours <= shortest ? 'holds' : 'open',
      sentence: `99 of 100 sagas take at most ${ours.toFixed(0)} ms, those of the engines ${shortest.toFixed(0)} ms; the goal is no more than theirs.`,
    },
  ];
};
