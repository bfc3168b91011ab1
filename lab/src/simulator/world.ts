// One run's time, choices and trace. The only place where it is decided what happens next.
import type { Chooser, Moment } from './choices.ts';
import { eventQueue } from './event-queue.ts';
import type { Timed } from './event-queue.ts';
import { ofEveryKind, injectionOf } from './fault-kinds.ts';
import type { Circumstances, FaultKind } from './fault-kinds.ts';
import { hashOf, mixed } from './hash.ts';
import type { Injection } from './simulation.ts';

/** Who must run for something to happen; microseconds. */
export interface Owner {
  readonly pausedUntil: number;
}

interface Event extends Timed {
  readonly label: string;
  readonly run: () => void;
  readonly owner: Owner | undefined;
  cancelled: boolean;
}

/** How likely each fault is, in [0, 1], at each point where it may happen. */
export type Weights = Readonly<Record<FaultKind, number>>;

export interface FaultTable {
  readonly kinds: readonly FaultKind[];
  readonly chances: readonly number[];
}

export interface WorldParts {
  readonly chooser: Chooser;
  readonly weights: Weights;
  /** Keeps every step as a line. */
  readonly trace: boolean;
}

/** Microseconds that a message takes on a network that is well. */
export const HOP = 300;
/** When every run begins, milliseconds since the epoch. */
export const EPOCH = Date.UTC(2026, 0, 1);

export type World = ReturnType<typeof newWorld>;

export const newWorld = ({ chooser, weights, trace }: WorldParts) => {
  const queue = eventQueue<Event>();
  const lines: string[] = [];
  const injections: Injection[] = [];
  const faults = ofEveryKind(() => 0);
  let now = 0;
  let order = 0;
  let steps = 0;
  let hash = 0;
  let isCalm = true;

  const note = (line: string): void => {
    hash = mixed(hash, hashOf(now, line));
    if (trace) lines.push(`${String(now / 1_000).padStart(10)} ${line}`);
  };

  /** Notes what was done to the system. */
  const tell = (injection: Omit<Injection, 'at'>): void => {
    injections.push({ at: now / 1_000, ...injection });
    note(`! ${injection.what}`);
  };
  const inject = (kind: FaultKind, circumstances: Circumstances): void => {
    faults[kind] += 1;
    tell(injectionOf(kind, circumstances));
  };

  /** Those that this seed mixes in, each with its chance. */
  const table = (...kinds: readonly FaultKind[]): FaultTable => ({
    kinds,
    chances: kinds.map((kind) => weights[kind]),
  });

  const pick = (moment: Moment, aspect: string, most: number, chance: number): number =>
    isCalm ? 0 : chooser.pick(moment, aspect, most, chance);

  const latency = (moment: Moment, aspect: string): number => {
    const value = pick(moment, aspect, DELAYS, weights.delay);
    if (value > 0) faults.delay += 1;
    return HOP + delayOf(value);
  };

  const after = (delay: number, label: string, run: () => void, owner?: Owner): (() => void) => {
    order += 1;
    const event: Event = {
      at: now + Math.max(0, Math.round(delay)),
      order,
      label,
      run,
      owner,
      cancelled: false,
    };
    queue.push(event);
    return () => {
      event.cancelled = true;
    };
  };

  /** Takes the next event; one of a process that stands still waits until it goes on. */
  const next = (): Event | undefined => {
    for (;;) {
      const event = queue.pop();
      if (!event) return undefined;
      if (event.cancelled) continue;
      const { owner } = event;
      if (!owner || owner.pausedUntil <= event.at) return event;
      event.at = owner.pausedUntil;
      queue.push(event);
    }
  };

  return {
    now: () => now,
    /** Milliseconds since the epoch. */
    date: () => EPOCH + Math.floor(now / 1_000),
    after,
    note,
    tell,
    inject,
    table,
    pick,
    latency,
    moment: chooser.moment,
    fault: (moment: Moment, { kinds, chances }: FaultTable): FaultKind | undefined =>
      isCalm ? undefined : kinds[chooser.pickOne(moment, 'fault', chances) - 1],
    /** While it is calm nothing is chosen: no fault, no delay. A run begins and ends so. */
    becomeCalm: (calm: boolean) => {
      isCalm = calm;
      note(calm ? '= from now on nothing goes wrong' : '= from now on anything may go wrong');
    },
    isCalm: () => isCalm,
    /** One event, and what follows from it at once. False: there is none. */
    step: (): boolean => {
      const event = next();
      if (!event) return false;
      now = Math.max(now, event.at);
      steps += 1;
      note(event.label);
      event.run();
      return true;
    },
    result: () => ({
      faults,
      injections,
      steps,
      virtualMs: now / 1_000,
      hash: hash.toString(16).padStart(8, '0'),
      trace: lines,
    }),
  };
};

const DELAYS = 63;

/** Microseconds: mostly some milliseconds, with a long tail up to ten seconds. */
const delayOf = (value: number): number => {
  if (value === 0) return 0;
  if (value < 32) return value * 200;
  if (value < 48) return (value - 31) * 10_000;
  if (value < 58) return (value - 47) * 200_000;
  return (value - 57) * 1_500_000;
};
