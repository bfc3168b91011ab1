// One run: a contestant under a load, from the first saga to the last, and what it cost.
import { setTimeout as sleep } from 'node:timers/promises';
import { percentilesOf } from '@saga-lab/lab/figures/percentiles';
import type { Percentiles } from '@saga-lab/lab/figures/percentiles';
import { brokerCounters } from '../counters/broker.ts';
import type { BrokerCounters } from '../counters/broker.ts';
import type { DatabaseCounters } from '../counters/databases.ts';
import { processCounters } from '../counters/processes.ts';
import type { Process, ProcessCounters } from '../counters/processes.ts';
import { perEach } from '../figures/nested.ts';
import { arrive, processTime } from '../load/arrivals.ts';
import type { Course, Saga, Underway } from '../load/arrivals.ts';
import type { Load } from '../load/load.ts';
import type { Contestant, Ground, Place, Servers } from './contestant.ts';

export interface Duration {
  /** Before anything is measured, and until as many have ended as are underway at once. */
  readonly rampMs: number;
  readonly measureMs: number;
}

/** Counters are of the whole run, ramp and end included, and divided by its sagas; rate and latency are of the part that is measured. */
export interface RunFigures {
  readonly sagas: number;
  readonly perSecond: number;
  /** Milliseconds from the intended beginning until the last participant says that it is done. */
  readonly latency: Percentiles;
  /** Milliseconds from the first commit to the last one. */
  readonly window: Percentiles;
  /** Turned away. */
  readonly shed: number;
  /** Commands sent again, in the whole run. */
  readonly repeats: number;
  /** Of one saga. */
  readonly commits: number;
  /** Of one saga; absent where the broker cannot be asked. */
  readonly messages?: BrokerCounters;
  /** Of one saga, but for `memoryMiB`, by process. */
  readonly processes: Readonly<Record<string, ProcessCounters>>;
  /** Of one saga, by service. */
  readonly databases: Readonly<Record<string, DatabaseCounters>>;
}

const LONGEST_RAMP_MS = 20_000;
const LONGEST_PART_MS = 30_000;
const DRAINED_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 20;
/** For what follows the last word of a saga: its last commit, and read models. Traces are read behind the counters, not to be counted. */
const SETTLE_MS = 300;

/** What many sagas are under, without any figures: code is compiled, connections and caches are made. */
export const warmUp = async (contestant: Contestant, load: Load, duration: Duration): Promise<void> => {
  const place = await contestant.prepare(load);
  const underway = arrive(load.arrival, sagaOf(contestant, place, []), processTime);
  await measuredPart(underway, load, duration);
  await drained(underway);
};

export const measured = async (
  ground: Ground,
  contestant: Contestant,
  load: Load,
  duration: Duration,
): Promise<RunFigures> => {
  const place = await contestant.prepare(load);
  const ids: string[] = [];
  const servers = serversOf(ground, contestant);
  const brokerBefore = await askBroker(servers);
  const before = await readings(ground, contestant);
  const underway = arrive(load.arrival, sagaOf(contestant, place, ids), processTime);
  const part = await measuredPart(underway, load, duration);
  const courses = await drained(underway);
  await sleep(SETTLE_MS);
  const after = await readings(ground, contestant);
  const traces = await contestant.traces(ids);
  const brokerAfter = await askBroker(servers);
  const count = ids.length;
  const commits = traces.sagas.reduce((sum, one) => sum + one.commits, 0);
  return {
    sagas: count,
    ...ratesOf(courses, part),
    window: percentilesOf(traces.sagas.map(({ windowMs }) => windowMs)) ?? NOTHING,
    shed: courses.filter(({ outcome }) => outcome === 'shed').length,
    repeats: traces.repeats,
    commits: commits / count,
    ...(brokerBefore && brokerAfter && { messages: perEach(brokerBefore, brokerAfter, count) }),
    processes: withMemory(perEach(before.processes, after.processes, count), after.processes),
    databases: perEach(before.databases, after.databases, count),
  };
};

const NOTHING: Percentiles = { p50: Number.NaN, p95: Number.NaN, p99: Number.NaN, max: Number.NaN };

/** What is underway in one saga: it is placed, unless it is turned away, and noted in `ids`, and then it ends. */
export const sagaOf =
  (contestant: Contestant, place: Place, ids: string[]): Saga =>
  async (n) => {
    const id = await place(n);
    if (id === undefined) return 'shed';
    ids.push(id);
    await contestant.ended(id);
    return 'ended';
  };

interface Part {
  readonly from: number;
  readonly to: number;
}

/** Lasts until as many have ended as are underway at once: some contestants move all of them on in step, so that they end in waves. */
export const measuredPart = async (
  underway: Underway,
  { arrival }: Load,
  { rampMs, measureMs }: Duration,
): Promise<Part> => {
  const begun = processTime.now();
  const enough = 'atOnce' in arrival ? arrival.atOnce : 0;
  await sleep(rampMs);
  while (underway.over() < enough && processTime.now() < begun + LONGEST_RAMP_MS) await sleep(LOOK_EVERY_MS);
  const [from, before] = [processTime.now(), underway.over()];
  await sleep(measureMs);
  while (underway.over() - before < enough && processTime.now() < from + LONGEST_PART_MS)
    await sleep(LOOK_EVERY_MS);
  return { from, to: processTime.now() };
};

/** All of them, once the last one is over. @throws Error if that takes longer */
export const drained = async (
  underway: Pick<Underway, 'stop'>,
  withinMs = DRAINED_WITHIN_MS,
): Promise<readonly Course[]> => {
  const late = new AbortController();
  const tooLate = sleep(withinMs, undefined, { signal: late.signal }).then(() => {
    throw new Error(`some sagas did not end within ${withinMs} ms`);
  });
  tooLate.catch(() => undefined);
  try {
    return await Promise.race([underway.stop(), tooLate]);
  } finally {
    late.abort();
  }
};

/** The rate is of what ended in that part; latencies are of what was to begin in it, however late it ended. */
export const ratesOf = (
  courses: readonly Course[],
  { from, to }: Part,
): Pick<RunFigures, 'perSecond' | 'latency'> => {
  const isIn = (instant: number) => instant >= from && instant < to;
  const ended = courses.filter(({ outcome }) => outcome === 'ended');
  const latencies = ended
    .filter(({ intended }) => isIn(intended))
    .map(({ intended, over }) => over - intended);
  return {
    perSecond: (ended.filter(({ over }) => isIn(over)).length * 1_000) / (to - from),
    latency: percentilesOf(latencies) ?? NOTHING,
  };
};

/** Those of the contestant that run at this moment, and the servers that it stands on. */
export const processesOf = (ground: Ground, contestant: Contestant): readonly Process[] => [
  ...contestant.processes(),
  ...serversOf(ground, contestant).infrastructure.parts.flatMap(({ name, pid }) =>
    pid === undefined ? [] : [{ name, pid }],
  ),
];

const serversOf = (ground: Ground, { servers = ground }: Contestant): Servers => servers;

const readings = async (ground: Ground, contestant: Contestant) => {
  const generator: Process = { name: 'generator', pid: process.pid };
  return {
    databases: await serversOf(ground, contestant).databases.counters(),
    processes: processCounters([...processesOf(ground, contestant), generator]),
  };
};
type Readings = Awaited<ReturnType<typeof readings>>;

/** Memory is how much it is afterwards, and of no saga. */
const withMemory = (each: Readings['processes'], after: Readings['processes']): Readings['processes'] =>
  Object.fromEntries(
    Object.entries(each).map(([name, counters]) => [
      name,
      { ...counters, memoryMiB: after[name]?.memoryMiB ?? counters.memoryMiB },
    ]),
  );

const askBroker = ({ infrastructure: { control } }: Servers): Promise<BrokerCounters | undefined> =>
  control ? brokerCounters(control) : Promise.resolve(undefined);
