// How many things of one kind are open: seen in the own commits, and counted again once a second in the read model.
import type { Clock, Observation } from './ports.ts';

export interface OpenCountParts {
  /** Event type -> what it adds: +1 opens one, -1 ends one. */
  readonly changes: Readonly<Partial<Record<string, number>>>;
  /** Called whenever the number may be another. */
  readonly changed?: (open: number) => void;
}

/** What the count stands on once it begins. */
export interface OpenCountWorld {
  /** How many are open, in all instances. */
  readonly count: () => Promise<number>;
  readonly clock: Clock;
}

export interface OpenCount {
  readonly now: () => number;
  /** Sees each commit of this instance. */
  readonly observe: (observation: Observation) => void;
  /** Begins to count again once a second; resolves after the first time. What it returns ends it. */
  readonly begin: (world: OpenCountWorld) => Promise<() => void>;
}

const RECOUNT_MS = 1_000;

/**
 * The read model knows what other instances did, and what was before a restart; while the database is away, what was
 * seen so far is as good as any. Between two counts every instance may go beyond a limit by what the others add.
 */
export const openCount = ({ changes, changed = () => undefined }: OpenCountParts): OpenCount => {
  let open = 0;

  const begin = async ({ count, clock }: OpenCountWorld): Promise<() => void> => {
    let cancel = (): void => undefined;
    let stopped = false;
    const recount = async (): Promise<void> => {
      open = await count().catch(() => open);
      if (stopped) return;
      changed(open);
      cancel = clock.wakeAt(clock.now() + RECOUNT_MS, () => void recount());
    };
    await recount();
    return () => {
      stopped = true;
      cancel();
    };
  };

  return {
    begin,
    now: () => open,
    observe: (observation) => {
      if (observation.kind !== 'committed') return;
      for (const { type } of observation.events) open += changes[type] ?? 0;
      changed(open);
    },
  };
};
