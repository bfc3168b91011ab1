// Waits until the read models of a system that begins with a history show all of it.
import { readModelLags } from '@saga-lab/lab/client/read-model-lag';
import type { Lab } from '@saga-lab/lab/client/lab';
import { eventually } from '@saga-lab/platform/time/eventually';

const AN_HOUR = 3_600_000;

/** @param events read model -> how many events there are for it. */
export const filled = (one: Lab, events: Readonly<Record<string, number>>): Promise<void> =>
  eventually(
    async () => {
      const shown = new Map((await readModelLags(one)).map((lag) => [lag.view, lag.events]));
      for (const [view, count] of Object.entries(events))
        if ((shown.get(view) ?? 0) < count)
          throw new Error(`${view} shows ${shown.get(view) ?? 0} of ${count} events`);
    },
    { timeoutMs: AN_HOUR },
  );
