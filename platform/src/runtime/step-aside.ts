// Several instances that write the same streams at the same time decide everything again and again: then whoever loses often takes
// nothing from the broker for a while. Nobody agrees on who goes on: two that were started together may both pause, for 3 s at most.
import { backOff } from '../decider/back-off.ts';
import type { Intake } from './intake.ts';
import type { Clock, Ids, Observer } from './ports.ts';

export interface StepAside {
  /** A message has to be decided again, because another instance was faster. */
  readonly lost: () => void;
  readonly stop: () => void;
}

export interface StepAsideParts {
  readonly incoming: Pick<Intake, 'pause' | 'resume'>;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'random'>;
  readonly observer: Observer;
}

/** So many conflicts within so long are no chance meeting any more. */
const MANY = 10;
const WITHIN_MS = 1_000;
/** Whoever has taken messages for longer steps aside later, so that two instances rarely do so together. */
const MOST_PATIENCE = 5;
const PATIENCE_EACH_MS = 1_000;
/** Short, because the other one may die meanwhile; what it had then comes back by the broker. */
const ASIDE_MS = { first: 250, most: 2_000, spread: 0.5 };
/** After so long without stepping aside the waits begin with the shortest again. */
const CALM_MS = 10_000;

export const steppingAside = ({ incoming, clock, ids, observer }: StepAsideParts): StepAside => {
  let activeSince = clock.now();
  let lately: number[] = [];
  let timesAside = 0;
  let isAside = false;
  let cancel = (): void => undefined;

  const comeBack = (): void => {
    [isAside, activeSince, lately] = [false, clock.now(), []];
    void incoming.resume('rivals');
  };
  const stepAside = (now: number): void => {
    timesAside = now - activeSince > CALM_MS ? 1 : timesAside + 1;
    isAside = true;
    const ms = Math.round(backOff(timesAside, ASIDE_MS, ids.random()));
    observer({ kind: 'stepped-aside', conflicts: lately.length, ms });
    void incoming.pause('rivals');
    cancel = clock.wakeAt(now + ms, comeBack);
  };

  return {
    lost: () => {
      if (isAside) return;
      const now = clock.now();
      lately = [...lately.filter((instant) => instant > now - WITHIN_MS), now];
      const patience = Math.min(MOST_PATIENCE, 1 + (now - activeSince) / PATIENCE_EACH_MS);
      if (lately.length >= MANY * patience) stepAside(now);
    },
    stop: () => {
      cancel();
      isAside = true;
    },
  };
};
