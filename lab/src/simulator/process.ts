// A process: it lives, is killed at any await, and starts again from what is durable. What an earlier life waits for never comes.
import type { ServiceName } from '@saga-lab/contracts/services';
import { newLink } from './link.ts';
import type { Link } from './link.ts';
import type { FaultKind } from './fault-kinds.ts';
import type { World } from './world.ts';

export interface Life {
  /** 1 for the first start, ... */
  readonly n: number;
  readonly isAlive: () => boolean;
  /** Done when it dies: what others keep for it, subscriptions and feeds. */
  readonly atDeath: (end: () => void) => void;
}

export interface Process {
  /** `payment-service 1` */
  readonly name: string;
  readonly service: ServiceName;
  readonly toStore: Link;
  readonly toBroker: Link;
  /** It stands still until then, microseconds. */
  readonly pausedUntil: number;
  /** How far its clock is ahead, milliseconds. */
  readonly skewMs: number;
  readonly life: () => Life;
  readonly start: () => void;
  readonly pause: (until: number) => void;
  /** Ends its life at once, and begins the next after a while. */
  readonly kill: (kind: FaultKind, doing?: string) => void;
  /** The same without a fault: it had been told to stop, and has. */
  readonly end: (what: string) => void;
  /** Ends its life at once; it begins no other until it is started. */
  readonly halt: () => void;
}

export interface ProcessParts {
  readonly world: World;
  readonly service: ServiceName;
  readonly instance: number;
  readonly skewMs: number;
  readonly boot: (process: Process, life: Life) => void;
}

const DOWN_US = 50_000;

export const newProcess = ({ world, service, instance, skewMs, boot }: ProcessParts): Process => {
  const name = `${service} ${instance}`;
  const { life: never, end: noEnd } = newLife(0);
  let life = never;
  let endLife = noEnd;
  let pausedUntil = 0;
  noEnd();

  const start = (): void => {
    if (life.isAlive()) return;
    ({ life, end: endLife } = newLife(life.n + 1));
    boot(process, life);
  };
  const end = (what: string): void => {
    if (!life.isAlive()) return;
    endLife();
    pausedUntil = 0;
    const down = world.latency(world.moment(`${name} is down`), 'delay');
    world.after(DOWN_US + down, `${name} is to start again`, () => {
      world.tell({ what: `${name}, which was ${what}, starts again`, service, sign: 'restart' });
      start();
    });
  };
  const process: Process = {
    name,
    service,
    skewMs,
    toStore: newLink(world),
    toBroker: newLink(world),
    get pausedUntil() {
      return pausedUntil;
    },
    life: () => life,
    start,
    end,
    pause: (until) => {
      pausedUntil = Math.max(pausedUntil, until);
    },
    halt: () => {
      world.tell({ what: `${name} is killed, and stays dead`, service, sign: 'crash' });
      endLife();
    },
    kill: (kind, doing = '') => {
      if (!life.isAlive()) return;
      world.inject(kind, { who: name, doing, service });
      end('killed');
    },
  };
  return process;
};

const newLife = (n: number): { readonly life: Life; readonly end: () => void } => {
  const ends: (() => void)[] = [];
  let alive = true;
  return {
    life: {
      n,
      isAlive: () => alive,
      atDeath: (end) => {
        ends.push(end);
      },
    },
    end: () => {
      alive = false;
      for (const end of ends.splice(0)) end();
    },
  };
};
