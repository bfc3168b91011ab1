// How sagas begin under a load: in a closed loop, each when another one has ended; in an open loop, at instants that were fixed before.

export interface Closed {
  /** Sagas underway at any time. */
  readonly atOnce: number;
}

export interface Open {
  /** Sagas that are meant to begin in a second, evenly spaced, however slow the answers are. */
  readonly perSecond: number;
}

export type Arrival = Closed | Open;

/** `shed`: it was turned away before anything was done. */
export type Outcome = 'ended' | 'shed';

/** Instants are milliseconds by the clock of `Time`. */
export interface Course {
  /**
   * When it was meant to begin. In an open loop that is not when somebody got round to it: what the whole system or the generator
   * itself holds up counts as latency (otherwise "coordinated omission").
   */
  readonly intended: number;
  readonly over: number;
  readonly outcome: Outcome;
}

export interface Time {
  readonly now: () => number;
  readonly at: (instant: number, act: () => void) => void;
}

export interface Underway {
  /** How many are over so far. */
  readonly over: () => number;
  /** Begins no more; resolves with all of them once the last one is over. Rejects if one of them failed. */
  readonly stop: () => Promise<readonly Course[]>;
}

/** Does the n-th saga, counted from 0, from its request to its end. */
export type Saga = (n: number) => Promise<Outcome>;

const AGAIN_AFTER_SHED_MS = 100;

export const arrive = (arrival: Arrival, saga: Saga, time: Time): Underway =>
  'atOnce' in arrival ? closedLoop(arrival, saga, time) : openLoop(arrival, saga, time);

const closedLoop = ({ atOnce }: Closed, saga: Saga, time: Time): Underway => {
  const record = recorder(saga, time);
  let stopped = false;
  const next = (): void => {
    if (stopped) return;
    const over = record.begin(time.now());
    void over.then((outcome) => {
      if (outcome === 'shed') time.at(time.now() + AGAIN_AFTER_SHED_MS, next);
      else next();
    });
  };
  for (let n = 0; n < atOnce; n += 1) next();
  return {
    over: record.over,
    stop: () => {
      stopped = true;
      return record.all();
    },
  };
};

const openLoop = ({ perSecond }: Open, saga: Saga, time: Time): Underway => {
  const record = recorder(saga, time);
  const begun = time.now();
  let stopped = false;
  let n = 0;
  const intended = () => begun + (n * 1_000) / perSecond;
  const beginThoseDue = (): void => {
    if (stopped) return;
    for (; intended() <= time.now(); n += 1) void record.begin(intended());
    time.at(intended(), beginThoseDue);
  };
  beginThoseDue();
  return {
    over: record.over,
    stop: () => {
      stopped = true;
      return record.all();
    },
  };
};

const recorder = (saga: Saga, time: Time) => {
  const courses: Course[] = [];
  const underway = new Set<Promise<unknown>>();
  const failures: unknown[] = [];
  let begun = 0;

  const follow = async (intended: number): Promise<Outcome> => {
    try {
      const outcome = await saga(begun++);
      courses.push({ intended, over: time.now(), outcome });
      return outcome;
    } catch (error) {
      failures.push(error);
      return 'shed';
    }
  };

  return {
    begin: (intended: number): Promise<Outcome> => {
      const followed = follow(intended);
      underway.add(followed);
      void followed.then(() => underway.delete(followed));
      return followed;
    },
    over: () => courses.length,
    all: async (): Promise<readonly Course[]> => {
      await Promise.all(underway);
      if (failures.length > 0) throw failures[0];
      return courses;
    },
  };
};

/** Milliseconds since this process began; `setTimeout` may be late by a millisecond or so, which `intended` does not follow. */
export const processTime: Time = {
  now: () => performance.now(),
  at: (instant, act) => void setTimeout(act, Math.max(0, instant - performance.now())),
};
