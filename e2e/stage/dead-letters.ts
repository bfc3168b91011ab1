// Whether a fault cost any message its patience.
import { serviceNames } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import type { ScenarioRun } from './scenario-run.ts';

/** Fails if there are more dead letters after `work` than before. */
export const expectNoDeadLetter = async (run: ScenarioRun, work: () => Promise<void>): Promise<void> => {
  const before = await deadLetters(run);
  await work();
  expect(await deadLetters(run)).to.equal(before);
  run.reportResult('no new dead letter');
};

const deadLetters = async ({ lab }: ScenarioRun): Promise<number> => {
  let count = 0;
  for (const service of serviceNames) count += (await lab.deadLetters(service)).length;
  return count;
};
