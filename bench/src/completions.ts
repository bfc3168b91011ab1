// Who waits for sagas to complete learns it from one tail of the orchestrator's commits, not by asking for each.
import type { Lab } from '@saga-lab/launcher/client/lab';
import type { Commit } from '@saga-lab/platform/store/commit';

export interface Completions {
  /** Resolves when the saga has completed. */
  readonly of: (saga: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const PAGE = 100;
const PAUSE_MS = 50;

interface Page {
  readonly items: readonly Commit[];
  readonly next?: string | null;
}

export const completions = (lab: Lab): Completions => {
  const done = new Set<string>();
  const waiting = new Map<string, () => void>();
  let stopped = false;

  const take = ({ events, correlationId }: Commit): void => {
    if (!events.some(({ type }) => type === 'SagaCompleted')) return;
    done.add(correlationId);
    waiting.get(correlationId)?.();
    waiting.delete(correlationId);
  };

  const tail = async (): Promise<void> => {
    for (let after = ''; !stopped;) {
      const path = `/commits?limit=${PAGE}${after && `&after=${encodeURIComponent(after)}`}`;
      const { items, next } = (await lab.ask('saga-orchestrator', { method: 'get', path })).body as Page;
      items.forEach(take);
      after = next ?? after;
      if (items.length < PAGE) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  };
  const tailing = tail();

  return {
    of: (saga) =>
      new Promise((resolve) => {
        if (done.has(saga)) resolve();
        else waiting.set(saga, resolve);
      }),
    stop: async () => {
      stopped = true;
      await tailing;
    },
  };
};
