// What waits at the broker.
import { queueCounts } from '@saga-lab/launcher/broker/queue-counts';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { Story } from '../stage/story.ts';

/** In each of these queues. */
export const seesWaiting = async (story: Story, queues: readonly string[]): Promise<void> => {
  const counts = await eventually(async () => {
    const found = await queueCounts(story.brokerUrl(), queues);
    for (const { queue, ready } of found) expect(ready, `messages in ${queue}`).to.be.above(0);
    return found;
  });
  story.sees(`waiting at the broker: ${counts.map(({ queue, ready }) => `${ready} in ${queue}`).join(', ')}`);
};
