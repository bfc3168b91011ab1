import { expect } from 'chai';
import sinon from 'sinon';
import { systemClock } from './system-clock.ts';

describe('the clock of a process', () => {
  let time: sinon.SinonFakeTimers;
  beforeEach(() => {
    time = sinon.useFakeTimers();
  });
  afterEach(() => {
    time.restore();
  });

  it('wakes once, at the instant, however far away', () => {
    const wake = sinon.spy();
    const days = 60 * 24 * 60 * 60 * 1_000; // more than setTimeout can wait for
    systemClock.wakeAt(systemClock.now() + days, wake);
    time.tick(days - 1);
    expect(wake.callCount).to.equal(0);
    time.tick(days);
    expect(wake.callCount).to.equal(1);
  });

  it('wakes at once for the past, and not at all when that is taken back', () => {
    const wake = sinon.spy();
    systemClock.wakeAt(-5, wake);
    systemClock.wakeAt(systemClock.now() + 10, wake)();
    time.tick(100);
    expect(wake.callCount).to.equal(1);
  });

  it("goes on from where it was when the machine's clock is set back or forth", () => {
    const wake = sinon.spy();
    const begin = systemClock.now();
    for (const jump of [-300_000, 600_000]) {
      time.setSystemTime(Date.now() + jump);
      systemClock.wakeAt(systemClock.now() + 10, wake);
      time.tick(10);
    }
    expect(systemClock.now() - begin).to.equal(20);
    expect(wake.callCount).to.equal(2);
  });

  it("begins at the machine's clock, in whole milliseconds", () => {
    time.restore();
    expect(systemClock.now()).to.be.within(Date.now() - 5_000, Date.now() + 5_000);
    expect(systemClock.now() % 1).to.equal(0);
  });
});
