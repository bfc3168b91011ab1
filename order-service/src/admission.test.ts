import { TransientError } from '@saga-lab/platform/decider/errors';
import { committed } from '@saga-lab/platform/testing/observations';
import { virtualClock } from '@saga-lab/platform/testing/virtual-clock';
import { expect } from 'chai';
import { admission } from './admission.ts';
import type { Admission } from './admission.ts';

const outcomeOf = (control: Admission, place = () => Promise.resolve('taken')) =>
  control
    .admit(place)
    .catch((error: unknown) => (error instanceof TransientError ? error.message : String(error)));

const begun = async (world: { pending: number; waitedMs: number }) => {
  const clock = virtualClock();
  const control = admission({ mostOpen: 3, mostLagMs: 30_000 });
  const end = await control.begin({
    count: () => Promise.resolve(world.pending),
    store: { pending: () => Promise.resolve({ count: 1, waitedMs: world.waitedMs }) },
    clock,
  });
  const see = (...types: string[]) => {
    for (const type of types) control.observe(committed('order-o1', type));
  };
  return { control, clock, end, see };
};

describe('the admission of orders', () => {
  it('takes orders until as many are pending as may, and again when one has ended', async () => {
    const { control, see } = await begun({ pending: 1, waitedMs: 0 });
    see('OrderPlaced');
    expect(await outcomeOf(control)).to.equal('taken');
    see('OrderPlaced');
    expect(await outcomeOf(control)).to.equal('no new order is taken: 3 orders are pending');
    see('OrderAnnouncedAgain');
    expect(await outcomeOf(control)).to.include('3 orders');
    see('OrderRejected');
    expect(await outcomeOf(control)).to.equal('taken');
  });

  it('counts those that are being placed at this moment', async () => {
    const { control } = await begun({ pending: 0, waitedMs: 0 });
    let place = (_what: string): void => undefined;
    const slow = () => new Promise<string>((resolve) => (place = resolve));
    const taken = Array.from({ length: 3 }, () => outcomeOf(control, slow));
    expect(await outcomeOf(control)).to.include('3 orders');
    place('the third');
    expect(await taken[2]).to.equal('the third');
    expect(await outcomeOf(control)).to.equal('taken');
  });

  it('hears once a second of what other instances took', async () => {
    const world = { pending: 0, waitedMs: 0 };
    const { control, clock } = await begun(world);
    world.pending = 3;
    await clock.advance(1_000);
    expect(await outcomeOf(control)).to.include('3 orders');
  });

  // @covers R-51
  it('takes none while what was decided cannot be told, and some again when it can', async () => {
    const world = { pending: 0, waitedMs: 0 };
    const { control, clock } = await begun(world);
    await clock.advance(60_000);
    world.waitedMs = 30_001;
    await clock.advance(1_000);
    expect(await outcomeOf(control)).to.equal(
      'no new order is taken: a message has waited 30001 ms to be sent',
    );
    world.waitedMs = 0;
    await clock.advance(1_000);
    expect(await outcomeOf(control)).to.equal('taken');
  });

  it('gives itself that time at a start to send what waited while it was down', async () => {
    const { control, clock } = await begun({ pending: 0, waitedMs: 3_600_000 });
    await clock.advance(30_000);
    expect(await outcomeOf(control)).to.equal('taken');
    await clock.advance(1_000);
    expect(await outcomeOf(control)).to.include('has waited 31000 ms');
  });

  it('looks no more once it is ended', async () => {
    const world = { pending: 0, waitedMs: 0 };
    const { control, clock, end } = await begun(world);
    end();
    world.pending = 99;
    await clock.advance(5_000);
    expect(await outcomeOf(control)).to.equal('taken');
  });
});
