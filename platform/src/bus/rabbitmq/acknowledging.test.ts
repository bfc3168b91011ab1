import { setImmediate } from 'node:timers/promises';
import type { ConsumeMessage } from 'amqplib';
import { expect } from 'chai';
import { acknowledging } from './acknowledging.ts';

const delivery = (deliveryTag: number) => ({ fields: { deliveryTag } }) as ConsumeMessage;

describe('acknowledgements', () => {
  const messages = [1, 2, 3, 4, 5].map(delivery);
  const [one, two, three, four, five] = messages as [
    ConsumeMessage,
    ConsumeMessage,
    ConsumeMessage,
    ConsumeMessage,
    ConsumeMessage,
  ];
  let sent: string[];
  let idle: number;
  const turn = () => setImmediate();
  const begin = (
    ack = (message: ConsumeMessage, allUpTo = false) => {
      sent.push(`${message.fields.deliveryTag}${allUpTo ? ' and before' : ''}`);
    },
  ) => {
    [sent, idle] = [[], 0];
    const acks = acknowledging({ ack }, () => (idle += 1));
    messages.forEach(acks.delivered);
    return acks;
  };

  it('of one turn are one frame, whatever their order', async () => {
    const acks = begin();
    [three, one, two].forEach(acks.ack);
    expect(sent).to.deep.equal([]);
    await turn();
    expect([sent, acks.unacked(), idle]).to.deep.equal([['3 and before'], 2, 0]);
    [four, five].forEach(acks.ack);
    await turn();
    expect([sent, acks.unacked(), idle]).to.deep.equal([['3 and before', '5 and before'], 0, 1]);
  });

  // @mutation The messages: acknowledgements in multiples: they cover a delivery that is still being handled [real: the broker's client]
  it('never cover a delivery that is still being handled', async () => {
    const acks = begin();
    [one, two, four].forEach(acks.ack);
    await turn();
    expect(sent).to.deep.equal(['2 and before', '4']);
    acks.ack(three);
    await turn();
    expect(sent).to.deep.equal(['2 and before', '4', '3']);
    acks.ack(five);
    await turn();
    expect([sent.at(-1), idle]).to.deep.equal(['5', 1]);
  });

  it('are sent once, and never of what was not delivered here', async () => {
    const acks = begin();
    [one, one, delivery(9)].forEach(acks.ack);
    await turn();
    acks.ack(one);
    await turn();
    expect(sent).to.deep.equal(['1']);
  });

  it('leave at once where the channel is about to be closed', async () => {
    const acks = begin();
    messages.forEach(acks.ack);
    acks.flush();
    expect([sent, idle]).to.deep.equal([['5 and before'], 1]);
    await turn();
    expect([sent, idle]).to.deep.equal([['5 and before'], 1]);
  });

  it('are quiet on a channel that is gone', async () => {
    const acks = begin(() => {
      throw new Error('Channel closed');
    });
    messages.forEach(acks.ack);
    await turn();
    expect([acks.unacked(), idle]).to.deep.equal([0, 1]);
  });
});
