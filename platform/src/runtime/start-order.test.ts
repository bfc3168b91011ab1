import { expect } from 'chai';
import { PermanentError, TransientError } from '../decider/errors.ts';
import { countingIds, settle, virtualClock } from '../testing/virtual-clock.ts';
import { inOrder, patient } from './start-order.ts';
import type { Startable } from './start-order.ts';

const AWAY = new TransientError('STORE_UNAVAILABLE', 'no primary');

/** Fails as often as told, with the error given. */
const failing = (calls: string[], failures: number, error: Error = AWAY): Startable => {
  let left = failures;
  return {
    start: () => {
      calls.push('start');
      return left-- > 0 ? Promise.reject(error) : Promise.resolve();
    },
    stop: () => Promise.resolve(calls.push('stop')),
  };
};

const world = () => {
  const clock = virtualClock();
  const reasons: string[] = [];
  const calls: string[] = [];
  const onWait = (reason: string) => void reasons.push(reason);
  return { clock, reasons, calls, waiting: { clock, ids: countingIds(), onWait } };
};

describe('A part that stands on what may be away', () => {
  // @covers F-15
  it('tries its start again, with growing pauses, for as long as that takes, and says why it waits', async () => {
    const { clock, reasons, calls, waiting } = world();
    let started = false;
    void patient(failing(calls, 40), waiting)
      .start()
      .then(() => (started = true));
    await clock.advance(700); // 100 + 200 + 400
    expect([calls.length, reasons]).to.deep.equal([4, Array.from({ length: 4 }, () => 'no primary')]);
    await clock.advance(60_000);
    expect([started, calls.length]).to.deep.equal([false, 34]);
    await clock.advance(20_000);
    expect([started, calls.length]).to.deep.equal([true, 41]);
  });

  // @covers F-15
  it('ends for what no waiting mends', async () => {
    const { reasons, calls, waiting } = world();
    const refused = new PermanentError('MONGO_ACCESS_REFUSED', 'MongoDB refuses the user');
    const error = await patient(failing(calls, 1, refused), waiting)
      .start()
      .catch((thrown: unknown) => thrown);
    expect([error, reasons, calls]).to.deep.equal([refused, [], ['start']]);
  });

  it('waits no longer when it is stopped meanwhile', async () => {
    const { clock, calls, waiting } = world();
    const part = patient(failing(calls, 99), waiting);
    const ended = part.start().catch((thrown: unknown) => thrown);
    await settle();
    await part.stop();
    await clock.advance(10_000);
    expect(await ended).to.equal(AWAY);
    expect(calls).to.deep.equal(['start', 'stop']);
  });
});

describe('Parts in order', () => {
  it('start nothing more once they are stopped', async () => {
    const calls: string[] = [];
    const part = (name: string): Startable => ({
      start: () => Promise.resolve(calls.push(`start ${name}`)),
      stop: () => Promise.resolve(calls.push(`stop ${name}`)),
    });
    const parts = inOrder(part('one'), part('two'));
    const started = parts.start().catch((thrown: unknown) => thrown);
    await parts.stop();
    expect(await started).to.include({ code: 'STOPPED' });
    expect(calls).to.deep.equal(['start one', 'stop one']);
  });
});
