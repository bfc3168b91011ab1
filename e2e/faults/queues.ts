// What waits at the broker.
import { queueCounts } from '@saga-lab/launcher/broker/queue-counts';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { ScenarioRun } from '../stage/scenario-run.ts';

/** In each of these queues. */
export const expectWaiting = async (run: ScenarioRun, queues: readonly string[]): Promise<void> => {
  const counts = await eventually(async () => {
    const found = await queueCounts(run.brokerUrl(), queues);
    for (const { queue, ready } of found) expect(ready, `messages in ${queue}`).to.be.above(0);
    return found;
  });
  run.reportResult(
    `waiting at the broker: ${counts.map(({ queue, ready }) => `${ready} in ${queue}`).join(', ')}`,
  );
};
