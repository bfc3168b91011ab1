// Nothing breaks: one service after the other is stopped in order and started again, as for a new version.
import { serviceNames } from '@saga-lab/launcher/client/documents';
import { expect } from 'chai';
import { scenario } from '../src/define.ts';
import type { Story } from '../src/story.ts';
import { crowdThrough } from '../support/crowd.ts';

export const rollingRestart = scenario(
  'rolling-restart',
  'Each service in turn gets SIGTERM in the middle of 120 sagas and is started again: every saga ends, no message is given up.',
  async (story) => {
    const fault = async () => {
      for (const service of serviceNames) {
        await story.stops(service);
        await story.starts(service);
      }
    };
    const lettersBefore = await deadLetters(story);
    await crowdThrough(story, { clients: 6, ordersEach: 20, fault });
    expect(await deadLetters(story)).to.equal(lettersBefore);
    story.sees('no new dead letter');
  },
  { needs: 'a system of its own' },
);

const deadLetters = async ({ lab }: Story): Promise<number> => {
  let count = 0;
  for (const service of serviceNames) count += (await lab.deadLetters(service)).length;
  return count;
};
