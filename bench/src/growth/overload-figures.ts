// What an overload comes to: what was served, what was turned away, and when everything was as usual again.
import { percentilesOf } from '@saga-lab/lab/figures/percentiles';
import type { Plot } from '@saga-lab/lab/report/plot';
import type { Course } from '../load/arrivals.ts';
import { median } from '../figures/nested.ts';
import type { MemorySample } from './memory-watch.ts';
import { cell, goal, inWords } from './series.ts';
import type { Series } from './series.ts';

export interface Overload {
  /** Sagas a second that a closed loop with 200 at once reached. */
  readonly peak: number;
  /** Milliseconds of processor time for one saga there, of all but the load generator. */
  readonly peakCpuMs: number;
  /** The same of the whole overload, for all its sagas. */
  readonly cpuMs: number;
  /** So many orders a second, before and behind the overload. */
  readonly usualPerSecond: number;
  /** In the overload. */
  readonly perSecond: number;
  /** Instants of the overload, milliseconds as those of the courses; these begin at `begun`. */
  readonly begun: number;
  readonly from: number;
  readonly to: number;
  readonly courses: readonly Course[];
  /** Sagas in the end, of all that were accepted. */
  readonly completed: number;
  readonly compensated: number;
  /** `503, Retry-After: 1` -> how often. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly memory: { readonly before: MemorySample['mib']; readonly most: MemorySample['mib'] };
}

/** Of the peak, while twice as much is asked for. */
const LEAST_SHARE = 0.8;
const STEP_MS = 5_000;
/** The usual latency is back when the median of a second is no more than so many times the usual one. */
const AS_USUAL = 1.5;
const WINDOW_MS = 1_000;

/** Orders that were to begin in a stretch of time, and sagas that ended in it. */
export interface Bucket {
  /** Since the first order, ms. */
  readonly atMs: number;
  readonly offered: number;
  readonly served: number;
  readonly turnedAway: number;
  /** Of those that were to begin in it and were accepted, ms; NaN: none were. */
  readonly p50: number;
  readonly p99: number;
}

const latencyOf = ({ intended, over }: Course): number => over - intended;
const ended = (courses: readonly Course[]): readonly Course[] =>
  courses.filter(({ outcome }) => outcome === 'ended');

export const bucketOf = (courses: readonly Course[], from: number, to: number): Bucket => {
  const isIn = (instant: number) => instant >= from && instant < to;
  const offered = courses.filter(({ intended }) => isIn(intended));
  const latencies = percentilesOf(ended(offered).map(latencyOf));
  return {
    atMs: from,
    offered: offered.length,
    served: ended(courses).filter(({ over }) => isIn(over)).length,
    turnedAway: offered.length - ended(offered).length,
    p50: latencies?.p50 ?? Number.NaN,
    p99: latencies?.p99 ?? Number.NaN,
  };
};

/** One behind the other, from the first order to the last. */
export const bucketsOf = (courses: readonly Course[], begun: number, everyMs: number): readonly Bucket[] => {
  const last = courses.reduce((latest, { intended }) => Math.max(latest, intended), begun);
  return Array.from({ length: Math.ceil((last - begun) / everyMs) }, (_, n) => {
    const from = begun + n * everyMs;
    return { ...bucketOf(courses, from, from + everyMs), atMs: n * everyMs };
  });
};

/**
 * Milliseconds from the end of the overload until the orders of every second from then on were as fast as before, and none was turned
 * away; `undefined`: not as long as was looked.
 */
export const recoveryOf = ({
  courses,
  begun,
  from,
  to,
}: Pick<Overload, 'courses' | 'begun' | 'from' | 'to'>): number | undefined => {
  const usual = median(
    ended(courses.filter(({ intended }) => intended >= begun && intended < from)).map(latencyOf),
  );
  const behind = bucketsOf(
    courses.filter(({ intended }) => intended >= to),
    to,
    WINDOW_MS,
  );
  const unusual = behind.findLastIndex(({ p50, turnedAway }) => turnedAway > 0 || !(p50 <= AS_USUAL * usual));
  return unusual + 1 < behind.length ? (unusual + 1) * WINDOW_MS : undefined;
};

export const overloadOf = (one: Overload): Series => {
  const { peak, perSecond, from, to, courses, completed, compensated } = one;
  const during = bucketOf(courses, from, to);
  const seconds = (to - from) / 1_000;
  const share = ((during.served / seconds) * (completed / (completed + compensated))) / peak;
  const cpuMs = one.cpuMs / during.served;
  const recovery = recoveryOf(one);
  const usual = bucketOf(courses, one.begun, from);
  const refusals = Object.entries(one.refusals).map(
    ([answer, many]) => `${many.toLocaleString('en')} x ${answer}`,
  );
  const kept = `Asked for ${inWords(perSecond)} a second, twice its peak of ${inWords(peak)}, it completed ${share.toFixed(2)} of the peak.`;
  return {
    name: 'overload',
    title: 'Overload',
    about:
      'First the rate that 200 at once reach in a closed loop: the peak. Then a quarter of it in an open loop; twice the peak for a while; and a quarter again. Latencies count from the instant at which an order was meant to be placed.',
    says: [
      kept,
      `Turned away: ${during.turnedAway.toLocaleString('en')} of ${during.offered.toLocaleString('en')}${refusals.length > 0 ? ` (${refusals.join('; ')})` : ''}. Of the accepted ones 99 of 100 took at most ${inWords(during.p99 / 1_000)} s, and ${compensated.toLocaleString('en')} of all were undone.`,
      `A saga took ${inWords(one.peakCpuMs)} ms of processor time at the peak, and ${inWords(cpuMs)} ms in the overload, what was accepted and turned away beside it included: by that alone ${(one.peakCpuMs / cpuMs).toFixed(2)} of the peak can be kept, whatever else the machine does.`,
      recovery === undefined
        ? 'The usual latency was not back as long as it was looked for.'
        : `The usual latency of ${inWords(usual.p50)} ms (median) was back ${inWords(recovery / 1_000)} s after the overload.`,
    ],
    goals: [goal(share >= LEAST_SHARE, `${kept} The goal is at least ${LEAST_SHARE.toFixed(2)}.`)],
    figures: [stepsTable(one), memoryTable(one)],
    curves: curvesOf(one),
    raw: { ...one, courses: courses.length, buckets: bucketsOf(courses, one.begun, WINDOW_MS) },
  };
};

const phaseOf = ({ begun, from, to }: Overload, { atMs }: Bucket): string => {
  if (begun + atMs + STEP_MS / 2 < from) return 'before';
  return begun + atMs + STEP_MS / 2 < to ? 'overload' : 'after';
};

const stepsOf = ({ courses, begun }: Overload): readonly Bucket[] => bucketsOf(courses, begun, STEP_MS);
const aSecond = (many: number): number => (many * 1_000) / STEP_MS;

const stepsTable = (one: Overload): Series['figures'][number] => ({
  name: `Every ${STEP_MS / 1_000} s: orders that were meant to be placed, sagas that ended, and orders turned away, each a second`,
  heading: ['after, s', 'load', 'asked for', 'served', 'turned away', 'p50 ms', 'p99 ms'],
  rows: stepsOf(one).map((step) => [
    String(step.atMs / 1_000),
    phaseOf(one, step),
    ...[step.offered, step.served, step.turnedAway].map((many) => cell(aSecond(many))),
    cell(step.p50),
    cell(step.p99),
  ]),
});

const memoryTable = ({ memory }: Overload): Series['figures'][number] => ({
  name: 'Memory of each process, MiB, before the overload and at most',
  heading: ['process', 'before', 'at most'],
  rows: Object.keys(memory.most).map((name) => [name, cell(memory.before[name]), cell(memory.most[name])]),
});

const valueOf = (value: number) =>
  Number.isFinite(value) ? { median: value, least: value, most: value } : undefined;

/** Every other step has its time below it, so that they can be read. */
const curvesOf = (one: Overload): readonly Plot[] => {
  const steps = stepsOf(one);
  const cases = steps.map(({ atMs }, n) => (n % 2 === 0 ? `${atMs / 1_000}` : ''));
  const rate = (of: (step: Bucket) => number) => steps.map((step) => valueOf(aSecond(of(step))));
  return [
    {
      caption: 'Orders and sagas a second, against the seconds since the first order.',
      unit: 'a second',
      cases,
      series: [
        { name: 'asked for', token: 'event', shape: 'square', values: rate(({ offered }) => offered) },
        { name: 'served', token: 'command', shape: 'disc', values: rate(({ served }) => served) },
        {
          name: 'turned away',
          token: 'fail',
          shape: 'triangle',
          values: rate(({ turnedAway }) => turnedAway),
        },
      ],
      scale: 'linear',
      joined: true,
    },
    {
      caption:
        'Latency of the accepted ones, against when they were to begin; equal distances are equal ratios.',
      unit: 'milliseconds',
      cases,
      series: [
        { name: 'p50', token: 'command', shape: 'disc', values: steps.map(({ p50 }) => valueOf(p50)) },
        { name: 'p99', token: 'event', shape: 'square', values: steps.map(({ p99 }) => valueOf(p99)) },
      ],
      scale: 'log',
      joined: true,
    },
  ];
};
