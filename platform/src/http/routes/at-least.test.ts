import { expect } from 'chai';
import { reached } from '../../runtime/read-models/reached.ts';
import { commitOf } from '../../store/fixtures.ts';
import { virtualClock } from '../../testing/virtual-clock.ts';
import { atLeast } from './at-least.ts';

const event = (version: number) => commitOf(`m${version}`, { writes: [['order-o1', version]] });

const asking = (wanted: number | undefined) => {
  const clock = virtualClock();
  const hub = reached(clock);
  let document: { version: number } | undefined = { version: 2 };
  let looks = 0;
  const answer = atLeast({ name: 'order o1', stream: 'order-o1', version: wanted, reached: hub }, () => {
    looks += 1;
    return Promise.resolve(document);
  }).catch((error: unknown) => error);
  const becomes = (version: number) => {
    document = { version };
    hub.note(event(version).events);
  };
  return { clock, hub, answer, becomes, looks: () => looks };
};

describe('a query for at least a version', () => {
  it('answers at once where it is there, or where none is asked for', async () => {
    for (const wanted of [undefined, 1, 2]) expect(await asking(wanted).answer).to.deep.equal({ version: 2 });
  });

  it('waits for the version, and looks again only when that has come', async () => {
    const { hub, answer, becomes, looks } = asking(4);
    await Promise.resolve();
    becomes(3);
    hub.note(commitOf('x', { writes: [['order-o2', 9]] }).events);
    await Promise.resolve();
    expect(looks()).to.equal(1);
    becomes(5);
    expect(await answer).to.deep.equal({ version: 5 });
    expect(looks()).to.equal(2);
  });

  it('says after a while how far it is, and forgets who asked', async () => {
    const { clock, answer, hub } = asking(4);
    await clock.advance(5_000);
    expect(await answer).to.deep.include({
      status: 503,
      code: 'NOT_YET',
      message: 'The order o1 is at version 2, and not at 4 yet.',
      extras: { version: 2 },
    });
    hub.note(event(4).events);
  });
});
