// Time goes from event to event.
import { expect } from 'chai';
import { runUntil, smallWorld } from './testing/small-world.ts';

describe('a simulated world', () => {
  it('lets everything happen at its time, and in the order in which it was planned', async () => {
    const world = smallWorld();
    const came: string[] = [];
    const plan = (ms: number, what: string) =>
      world.after(ms * 1_000, what, () => came.push(`${what} at ${world.now() / 1_000}`));
    plan(20, 'third');
    plan(10, 'first');
    plan(10, 'second');
    await runUntil(world, 100);
    expect(came).to.deep.equal(['first at 10', 'second at 10', 'third at 20']);
    expect(world.result().steps).to.equal(3);
  });

  it('forgets what is taken back', async () => {
    const world = smallWorld();
    const takeBack = world.after(1_000, 'taken back', () => expect.fail('it happens'));
    takeBack();
    await runUntil(world, 100);
    expect(world.result().steps).to.equal(0);
  });

  it('lets wait what happens to somebody who stands still', async () => {
    const world = smallWorld();
    const times: number[] = [];
    const owner = { pausedUntil: 50_000 };
    world.after(1_000, 'his', () => times.push(world.now()), owner);
    world.after(2_000, 'of another', () => times.push(world.now()));
    await runUntil(world, 100);
    expect(times).to.deep.equal([2_000, 50_000]);
  });

  it('chooses nothing while it is calm', () => {
    const world = smallWorld({ weights: { delay: 1, kill: 1 } });
    world.becomeCalm(true);
    expect(world.latency(world.moment('a call'), 'delay')).to.equal(300);
    expect(world.fault(world.moment('a call'), world.table('kill'))).to.equal(undefined);
    world.becomeCalm(false);
    expect(world.fault(world.moment('a call'), world.table('kill'))).to.equal('kill');
    expect(world.latency(world.moment('a call'), 'delay')).to.be.above(300);
  });

  it('counts faults by kind, and tells of them', () => {
    const world = smallWorld();
    world.inject('message late', {
      who: 'payment-service 1',
      doing: 'publishing X',
      service: 'payment-service',
      message: 'm1',
    });
    const { faults, injections } = world.result();
    expect(faults['message late']).to.equal(1);
    expect(faults.kill).to.equal(0);
    expect(injections).to.deep.equal([
      {
        at: 0,
        what: 'the broker gets it later, payment-service 1 publishing X',
        service: 'payment-service',
        message: 'm1',
        sign: 'late',
      },
    ]);
  });
});
