import { EventEmitter } from 'node:events';
import type { Channel, ChannelModel } from 'amqplib';
import { expect } from 'chai';
import { useFakeTimers } from 'sinon';
import type { SinonFakeTimers } from 'sinon';
import { channelOn } from './channel.ts';
import type { Supervised } from './supervise.ts';

/** As much of a channel as its supervisor looks at. */
class FakeChannel extends EventEmitter {
  close = () => Promise.resolve();
}

const connection = { current: () => ({}), trouble: () => '' } as unknown as Supervised<ChannelModel>;

describe('a channel under supervision', () => {
  let clock: SinonFakeTimers;
  let opened: FakeChannel[];
  let channel: Supervised<Channel>;

  beforeEach(async () => {
    clock = useFakeTimers();
    opened = [];
    channel = channelOn<Channel>({
      ...{ connection, name: 'test', log: () => undefined },
      open: () => {
        const fresh = new FakeChannel();
        opened.push(fresh);
        return Promise.resolve(fresh as unknown as Channel);
      },
    });
    await channel.start();
  });
  afterEach(() => {
    clock.restore();
  });

  for (const [what, event] of [
    ['closes', ['close']],
    ['fails', ['error', new Error('PRECONDITION_FAILED')]],
  ] as const)
    it(`is followed by another when it ${what}, though its connection stays`, async () => {
      const [name, ...details] = event;
      opened[0]?.emit(name, ...details);
      expect(channel.current()).to.equal(undefined);
      await clock.tickAsync(200);
      expect(channel.current()).to.equal(opened[1]).and.not.equal(undefined);
    });
});
