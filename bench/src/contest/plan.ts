// What one call of `npm run bench` measures: which loads, how long, how often, and who.
import type { Arrival } from '../load/arrivals.ts';
import { loadOf, MANY_ARTICLES } from '../load/load.ts';
import type { Load } from '../load/load.ts';
import type { ContestantName, PeerName } from './contestant.ts';
import type { Duration } from './run.ts';

export interface Plan {
  readonly loads: readonly Load[];
  readonly contestants: readonly ContestantName[];
  /** Hash of the commit that contestant `earlier` is. */
  readonly earlier?: string;
  readonly rounds: number;
  readonly duration: Duration;
  /** Of every contestant before its first run in a round. */
  readonly warmUp: { readonly load: Load; readonly duration: Duration };
}

/** How much is measured: `smoke` tells ratios in half a minute, `full` everything in twenty minutes. */
export type Extent = 'smoke' | 'usual' | 'full';

export interface Asked {
  readonly extent: Extent;
  readonly atOnce?: readonly number[] | undefined;
  readonly rate?: readonly number[] | undefined;
  readonly refused?: number | undefined;
  readonly articles?: number | undefined;
  readonly rounds?: number | undefined;
  readonly seconds?: number | undefined;
  readonly only?: ContestantName | undefined;
  /** Hash of a commit to compare with, beside ours and the floor. */
  readonly earlier?: string | undefined;
  /** Others to compare with. */
  readonly peers?: readonly PeerName[] | undefined;
}

interface Profile {
  readonly atOnce: readonly number[];
  readonly rate: readonly number[];
  /** Of this project's system alone, for the floor knows neither refusals nor articles. */
  readonly alone: readonly Load[];
  readonly rounds: number;
  readonly duration: Duration;
  /** Until the compiler of V8 has seen what is run often: before that, a fifth of the time of each service is its. */
  readonly warmMs: number;
}

const profiles: Readonly<Record<Extent, Profile>> = {
  smoke: {
    atOnce: [50, 200],
    rate: [],
    alone: [],
    rounds: 1,
    duration: { rampMs: 700, measureMs: 3_000 },
    warmMs: 3_000,
  },
  usual: {
    atOnce: [1, 50, 200],
    rate: [],
    alone: [],
    rounds: 3,
    duration: { rampMs: 1_000, measureMs: 4_000 },
    warmMs: 8_000,
  },
  full: {
    atOnce: [1, 20, 50, 200, 500],
    rate: [50, 100],
    alone: [
      loadOf({ atOnce: 50 }, { refusedPercent: 20 }),
      loadOf({ atOnce: 200 }, { refusedPercent: 20 }),
      loadOf({ atOnce: 200 }, { articles: 1 }),
    ],
    rounds: 3,
    duration: { rampMs: 2_000, measureMs: 12_000 },
    warmMs: 15_000,
  },
};

const WARM_AT_ONCE = 200;

export const planOf = (asked: Asked): Plan => {
  const profile = profiles[asked.extent];
  const given = {
    ...(asked.refused !== undefined && { refusedPercent: asked.refused }),
    ...(asked.articles !== undefined && { articles: asked.articles }),
  };
  const arrivals = arrivalsOf(asked, profile);
  const isOwn = asked.atOnce !== undefined || asked.rate !== undefined;
  const alone = isOwn ? [] : profile.alone;
  const { rampMs, measureMs } = profile.duration;
  return {
    loads: [...arrivals.map((arrival) => loadOf(arrival, given)), ...alone],
    contestants: contestantsOf(asked),
    ...(asked.earlier !== undefined && { earlier: asked.earlier }),
    rounds: asked.rounds ?? profile.rounds,
    duration: { rampMs, measureMs: asked.seconds === undefined ? measureMs : asked.seconds * 1_000 },
    warmUp: {
      load: loadOf({ atOnce: WARM_AT_ONCE }),
      duration: { rampMs: 0, measureMs: profile.warmMs },
    },
  };
};

const contestantsOf = ({ only, earlier, peers = [] }: Asked): readonly ContestantName[] =>
  only === undefined
    ? ['ours', 'floor', ...(earlier === undefined ? [] : (['earlier'] as const)), ...peers]
    : [only];

/** A rate that is asked for without numbers at once is all that is wanted. */
const arrivalsOf = ({ atOnce, rate }: Asked, profile: Profile): readonly Arrival[] => {
  const numbers = atOnce ?? (rate === undefined ? profile.atOnce : []);
  const rates = rate ?? (atOnce === undefined ? profile.rate : []);
  return [...numbers.map((one) => ({ atOnce: one })), ...rates.map((perSecond) => ({ perSecond }))];
};

const isForFloor = ({ refusedPercent, articles, linesPerOrder }: Load): boolean =>
  refusedPercent === 0 && articles === MANY_ARTICLES && linesPerOrder === 1;

export const loadsFor = ({ loads }: Plan, name: ContestantName): readonly Load[] =>
  name === 'floor' ? loads.filter(isForFloor) : loads;

/** The contestants of a round, counted from 0: whoever came first comes last in the next one. */
export const orderIn = (round: number, { contestants }: Plan): readonly ContestantName[] =>
  round % 2 === 0 ? contestants : contestants.toReversed();

export const runsOf = (plan: Plan): number =>
  plan.rounds * plan.contestants.reduce((sum, name) => sum + loadsFor(plan, name).length, 0);
