// Whether a fault cost any message its patience.
import { serviceNames } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import type { Story } from './story.ts';

/** Fails if there are more dead letters after `work` than before. */
export const withoutDeadLetter = async (story: Story, work: () => Promise<void>): Promise<void> => {
  const before = await deadLetters(story);
  await work();
  expect(await deadLetters(story)).to.equal(before);
  story.sees('no new dead letter');
};

const deadLetters = async ({ lab }: Story): Promise<number> => {
  let count = 0;
  for (const service of serviceNames) count += (await lab.deadLetters(service)).length;
  return count;
};
