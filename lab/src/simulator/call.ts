// A call over a network: request, effect, answer, each at a time of its own; and the caller may be dead by any of them.
import type { Moment } from './choices.ts';
import type { FaultKind } from './fault-kinds.ts';
import type { Link } from './link.ts';
import type { Life, Process } from './process.ts';
import { HOP } from './world.ts';
import type { FaultTable, World } from './world.ts';

/** Who calls. */
export interface Caller {
  readonly world: World;
  readonly process: Process;
  readonly life: Life;
}

export interface Call<T> {
  /** As in `committing ReserveStock (3f2a)`. */
  readonly doing: string;
  readonly link: Link;
  /** What may go wrong with it. */
  readonly faults: FaultTable;
  readonly effect: () => Promise<T>;
  /** A part of the effect, for `write in part`. */
  readonly part?: (moment: Moment) => Promise<T>;
  /** What the caller hears when no answer comes. */
  readonly silence: () => Promise<T>;
  /** How long it waits for one, microseconds. */
  readonly patience: number;
  /** What the caller hears if the server refuses; as `silence` unless told. */
  readonly refusal?: () => Promise<T>;
  /** Id of the message that it is about. */
  readonly message?: string;
}

const SOON = 100_000;
const LATE = [400_000, 1_500_000, 5_000_000];

/** What becomes of the request, by fault; `done` if nothing is said. */
const effects: Partial<Record<FaultKind, 'lost' | 'late' | 'twice' | 'part' | 'refused'>> = {
  'write lost': 'lost',
  'message lost': 'lost',
  'write late': 'late',
  'message late': 'late',
  'message doubled': 'twice',
  'write in part': 'part',
  'call failed': 'refused',
  'message refused': 'refused',
};

/** Faults after whose effect the caller hears nothing. */
const unheard: readonly (FaultKind | undefined)[] = [
  'write unanswered',
  'call unanswered',
  'confirm lost',
  'write in part',
];

/** Never settles if the caller dies before it is answered. */
export const call = <T>({ world, process, life }: Caller, given: Call<T>): Promise<T> => {
  const { doing, link, effect, silence, patience, refusal = silence } = given;
  const label = `${process.name} ${doing}`;
  const moment = world.moment(label);
  const fault = world.fault(moment, given.faults);
  return new Promise<T>((resolve, reject) => {
    const answer = (work: () => Promise<T>, delay: number): void => {
      world.after(
        delay,
        `< ${label}`,
        () => {
          if (life.isAlive()) work().then(resolve, reject);
        },
        process,
      );
    };
    const answered = (work: () => Promise<T>): void => {
      if (fault === 'kill after') process.kill(fault, doing);
      else if (link.isCut('answers') || unheard.includes(fault)) answer(silence, patience);
      else answer(work, world.latency(moment, 'delay of the answer'));
    };
    const run = (work: () => Promise<T>): void => {
      const done = work();
      const over = (): void => {
        answered(() => done);
      };
      done.then(over, over);
    };
    const late = (): void => {
      const delay = LATE[world.pick(moment, 'how late', LATE.length - 1, 0.5)] ?? SOON;
      world.after(delay, `late: ${label}`, () => void effect().catch(() => undefined));
      answer(silence, SOON);
    };
    const arrive = (): void => {
      if (fault !== undefined && fault !== 'kill after')
        world.inject(fault, { who: process.name, doing, service: process.service, message: given.message });
      switch (fault && effects[fault]) {
        case 'lost':
          answer(silence, patience);
          return;
        case 'refused':
          answer(refusal, HOP);
          return;
        case 'late':
          late();
          return;
        case 'twice':
          run(() => effect().then(effect));
          return;
        case 'part':
          run(() => given.part?.(moment) ?? effect());
          return;
        case undefined:
          run(effect);
      }
    };
    if (!life.isAlive()) return;
    world.after(world.latency(moment, 'delay'), `> ${label}`, () => {
      if (fault === 'kill before') process.kill(fault, doing);
      else if (!life.isAlive() && world.pick(moment, 'lands', 1, 0.5) === 0)
        return; // it never left the dead process
      else if (link.isCut('requests')) answer(silence, patience);
      else arrive();
    });
  });
};
