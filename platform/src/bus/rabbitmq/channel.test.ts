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

const endings: readonly (readonly [what: string, event: readonly [name: string, ...details: unknown[]]])[] = [
  ['closes', ['close']],
  ['fails', ['error', new Error('PRECONDITION_FAILED')]],
];

describe('a channel under supervision', () => {
  let clock: SinonFakeTimers;
  let opened: FakeChannel[];
  let channel: Supervised<Channel>;
  let setUp: (channel: Channel) => void;
  let lines: string[];

  beforeEach(async () => {
    clock = useFakeTimers();
    [opened, lines] = [[], []];
    setUp = () => undefined;
    channel = channelOn<Channel>({
      connection,
      name: 'test',
      log: (line: string) => lines.push(line),
      setUp: (fresh) => {
        setUp(fresh);
        return Promise.resolve();
      },
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

  for (const [what, event] of endings)
    // @covers R-22
    // @mutation The messages: the notice that a channel is gone while its connection stays [twin: channel supervisor off]
    it(`is followed by another when it ${what}, though its connection stays`, async () => {
      opened[0]?.emit(...event);
      expect(channel.current()).to.equal(undefined);
      await clock.tickAsync(200);
      expect(channel.current()).to.equal(opened[1]).and.not.equal(undefined);
    });

  for (const [what, event] of endings)
    // @covers R-23
    // @mutation The messages: listening before a channel is set up: its listeners are added afterwards [real: the moment lies inside the broker's client]
    it(`is not taken for open when it ${what} inside its set-up, behind the last call`, async () => {
      setUp = (fresh) => {
        setUp = () => undefined;
        fresh.emit(...event);
      };
      opened[0]?.emit('close');
      await clock.tickAsync(200);
      expect([opened.length, channel.current()]).to.deep.equal([2, undefined]);
      await clock.tickAsync(400);
      expect(channel.current()).to.equal(opened[2]).and.not.equal(undefined);
    });

  // @covers R-21
  it('goes on when a listener of its own throws, and says so', () => {
    opened[0]?.emit('handler-error', new Error('a bug'));
    expect([lines, channel.current()]).to.deep.equal([['test: a bug'], opened[0]]);
  });
});
