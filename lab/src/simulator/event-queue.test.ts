// What is due first comes first, and of the same time what was put in first.
import { expect } from 'chai';
import { eventQueue } from './event-queue.ts';
import { hashOf } from './hash.ts';

describe('the queue of events', () => {
  it('gives them by time, and those of the same time in their order', () => {
    const queue = eventQueue<{ at: number; order: number }>();
    const events = Array.from({ length: 500 }, (_, order) => ({ at: hashOf(order, 'at') % 50, order }));
    for (const event of events) queue.push(event);
    const came = events.map(() => queue.pop());
    expect(came).to.deep.equal(events.toSorted((a, b) => a.at - b.at || a.order - b.order));
    expect(queue.pop()).to.equal(undefined);
  });

  it('takes new ones between', () => {
    const queue = eventQueue<{ at: number; order: number }>();
    queue.push({ at: 5, order: 1 });
    queue.push({ at: 9, order: 2 });
    expect(queue.pop()?.at).to.equal(5);
    queue.push({ at: 7, order: 3 });
    expect([queue.pop()?.at, queue.pop()?.at, queue.size()]).to.deep.equal([7, 9, 0]);
  });
});
