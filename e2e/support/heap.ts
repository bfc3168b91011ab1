// How much memory the services use while something goes on.
import { expect } from 'chai';
import { serviceNames } from '@saga-lab/launcher/client/documents';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Story } from '../src/story.ts';
import { metricOfEach } from './metrics.ts';

const MIB = 2 ** 20;
const GROWTH_MIB = 50;
const MOST_MIB = 300;
const LOOK_EVERY_MS = 500;

/** The heap of no service grows by 50 MiB or more, or reaches 300 MiB, while `work` goes on. */
export const watchingHeap = async (story: Story, work: () => Promise<void>): Promise<void> => {
  const before = await heapOfEach(story);
  const most = [...before];
  const state = { over: false };
  const watching = async () => {
    while (!state.over) {
      (await heapOfEach(story)).forEach((used, n) => (most[n] = Math.max(most[n] ?? 0, used)));
      await sleep(LOOK_EVERY_MS); // between two looks
    }
  };
  const watched = watching();
  watched.catch(() => undefined); // awaited below, unless the work fails first
  try {
    await work();
  } finally {
    state.over = true;
  }
  await watched;
  const seen = serviceNames.map((service, n) => [service, before[n] ?? 0, most[n] ?? 0] as const);
  for (const [service, first, peak] of seen) {
    expect(peak - first, `growth of the heap of ${service}, MiB`).to.be.below(GROWTH_MIB);
    expect(peak, `heap of ${service}, MiB`).to.be.below(MOST_MIB);
  }
  const words = seen.map(([service, first, peak]) => `${service} ${first} to ${peak}`);
  story.sees(`heap, before and at most, MiB: ${words.join(', ')}`);
};

const heapOfEach = async (story: Story): Promise<readonly number[]> =>
  (await metricOfEach(story, 'nodejs_heap_size_used_bytes')).map((bytes) => Math.round(bytes / MIB));
