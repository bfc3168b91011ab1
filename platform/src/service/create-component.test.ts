// A component hands its own commits to its read models.
import { expect } from 'chai';
import { memoryDeadLetters } from '../store/memory-dead-letters.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { CommitStore } from '../store/store.ts';
import { scriptedBus } from '../testing/runtime-harness.ts';
import { add, sums, tallyHandlers } from '../testing/tally.ts';
import { eventually } from '../time/eventually.ts';
import { systemClock } from '../time/system-clock.ts';
import { memoryViews } from '../views/memory-views.ts';
import { defaultSettings } from './component.ts';
import { createComponent } from './create-component.ts';
import { webIds } from './web-ids.ts';

describe('a component', () => {
  it('shows what it has committed, whatever the feed brings', async () => {
    const store = memoryStore({ now: () => Date.now() });
    const silent: CommitStore['follow'] = (after) => store.follow(after, () => Promise.resolve());
    const views = memoryViews();
    const { runtime, readModels, ...component } = createComponent(
      { name: 'tally', settings: defaultSettings, handlers: tallyHandlers, queues: [], projections: [sums] },
      {
        store: { ...store, follow: silent },
        deadLetters: memoryDeadLetters(),
        views,
        bus: scriptedBus().bus,
        clock: systemClock,
        ids: webIds,
        observer: () => undefined,
      },
    );
    await component.start();
    await eventually(() => expect(readModels.ready().ok).to.equal(true));
    await runtime.handle(add('m1', 2, 'a'));
    await runtime.handle(add('m2', 3, 'a'));
    await runtime.handle(add('m2', 3, 'a'));
    await eventually(async () =>
      expect(await views.get('sums', ['a'])).to.deep.equal([{ _id: 'a', version: 2, sum: 5 }]),
    );
    await component.stop();
  });
});
