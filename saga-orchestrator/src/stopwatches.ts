// When a saga started and when its open command was sent first, as long as this instance saw it happen.
import type { Operation } from '@saga-lab/platform/decider/barrier';

/** Instants are milliseconds since the epoch. */
export interface Watch {
  readonly startedAt: number | undefined;
  readonly started: (at: number) => void;
  /** The command that is open now. */
  readonly sent: (step: string, operation: Operation, at: number) => void;
  /** When the open command was sent first, if it is this one. */
  readonly sentAt: (step: string, operation: Operation) => number | undefined;
}

/** More than may run in one instance by default; sagas that other instances end are forgotten so. */
const MOST = 10_000;

export const stopwatches = (most = MOST) => {
  const watches = new Map<string, Watch>();
  const keep = (saga: string): Watch => {
    const kept = watches.get(saga);
    if (kept) return kept;
    const watch = watchOf();
    watches.set(saga, watch);
    const [oldest] = watches.keys();
    if (watches.size > most && oldest !== undefined) watches.delete(oldest);
    return watch;
  };
  return {
    of: (saga: string): Watch | undefined => watches.get(saga),
    keep,
    forget: (saga: string): void => {
      watches.delete(saga);
    },
    size: () => watches.size,
  };
};

const watchOf = (): Watch => {
  let startedAt: number | undefined;
  let open: { readonly task: string; readonly at: number } | undefined;
  const taskOf = (step: string, operation: Operation): string => `${step}/${operation}`;
  return {
    get startedAt() {
      return startedAt;
    },
    started: (at) => {
      startedAt = at;
    },
    sent: (step, operation, at) => {
      open = { task: taskOf(step, operation), at };
    },
    sentAt: (step, operation) => (open?.task === taskOf(step, operation) ? open.at : undefined),
  };
};
