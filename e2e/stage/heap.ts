// No service grows without bound while something goes on.
import { expect } from 'chai';
import { heapsDuring } from '@saga-lab/lab/client/heap';
import type { ScenarioRun } from './scenario-run.ts';

const GROWTH_MIB = 50;
const MOST_MIB = 300;

/** The heap of no service grows by 50 MiB or more, or reaches 300 MiB, while `work` goes on. */
export const expectBoundedHeaps = async (run: ScenarioRun, work: () => Promise<void>): Promise<void> => {
  const { heaps } = await heapsDuring(run.lab, work);
  for (const { service, before, most } of heaps) {
    expect(most - before, `growth of the heap of ${service}, MiB`).to.be.below(GROWTH_MIB);
    expect(most, `heap of ${service}, MiB`).to.be.below(MOST_MIB);
  }
  const words = heaps.map(({ service, before, most }) => `${service} ${before} to ${most}`);
  run.reportResult(`heap, before and at most, MiB: ${words.join(', ')}`);
};
