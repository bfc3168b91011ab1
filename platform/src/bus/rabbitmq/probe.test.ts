import type { Channel, ChannelModel } from 'amqplib';
import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { useFakeTimers } from 'sinon';
import type { SinonFakeTimers } from 'sinon';
import { probe } from './probe.ts';
import type { Supervised } from './supervise.ts';

const never = (): Promise<never> => new Promise(() => undefined);

describe('the probe', () => {
  let time: SinonFakeTimers;
  beforeEach(() => {
    time = useFakeTimers();
  });
  afterEach(() => {
    time.restore();
  });

  const probing = (
    createChannel: () => Promise<unknown>,
    ask: (channel: Channel) => Promise<unknown>,
    blocked: () => string | undefined = () => undefined,
  ) => {
    const dropped: number[] = [];
    const model = { createChannel } as unknown as ChannelModel;
    const connection = {
      current: () => model,
      trouble: () => '',
      drop: () => dropped.push(Date.now()),
    } as unknown as Supervised<ChannelModel>;
    const it = probe({ connection, blocked, log: () => undefined, ask });
    void it.channel.start();
    it.start();
    return { dropped, stop: it.stop };
  };
  const channel = () =>
    Promise.resolve(Object.assign(new EventEmitter(), { close: () => Promise.resolve() }));

  it('leaves a connection alone that answers, be it with an error of the channel', async () => {
    const answers = [() => Promise.resolve(), () => Promise.reject(new Error('404'))];
    for (const answer of answers) {
      const { dropped, stop } = probing(channel, answer);
      await time.tickAsync(60_000);
      await stop();
      expect(dropped).to.deep.equal([]);
    }
  });

  // @covers F-24 F-40
  it('drops a connection after two questions without an answer, within 12 s', async () => {
    const { dropped, stop } = probing(channel, never);
    await time.tickAsync(12_000);
    await stop();
    expect(dropped).to.deep.equal([12_000]);
  });

  // @covers R-23
  it('drops a connection on which no channel can be opened, within 10 s', async () => {
    const { dropped, stop } = probing(never, () => Promise.resolve());
    await time.tickAsync(10_000);
    await stop();
    expect(dropped).to.have.lengthOf(1);
  });

  // @covers F-25
  it('asks nothing on a connection from which the broker says that it reads nothing', async () => {
    const { dropped, stop } = probing(channel, never, () => 'low on memory');
    await time.tickAsync(60_000);
    await stop();
    expect(dropped).to.deep.equal([]);
  });

  it('forgets one missing answer', async () => {
    let asked = 0;
    const { dropped, stop } = probing(channel, () => {
      asked += 1;
      return asked % 2 === 1 ? never() : Promise.resolve();
    });
    await time.tickAsync(60_000);
    await stop();
    expect([dropped.length, asked > 8]).to.deep.equal([0, true]);
  });
});
