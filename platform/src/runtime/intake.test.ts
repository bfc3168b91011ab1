import { expect } from 'chai';
import { message } from '../testing/given.ts';
import { harness } from '../testing/runtime-harness.ts';
import { add } from '../testing/tally.ts';
import { settle } from '../testing/virtual-clock.ts';

const QUEUE = 'tally.commands';

const started = async () => {
  const world = harness();
  await world.runtime.start();
  return world;
};

describe('The intake', () => {
  // @covers F-01 R-10
  // @mutation The messages: the ack after the commit: acked before [twin: ack before commit]
  it('acks a delivery after its commit', async () => {
    const { deliver, total } = await started();
    const delivery = deliver(QUEUE, add('m1', 5, 'a'));
    expect(delivery.acked).to.equal(false);
    await settle();
    expect(delivery.acked).to.equal(true);
    expect(await total('a')).to.equal(5);
  });

  // @covers F-03 R-10
  it('acks a redelivery without a second effect', async () => {
    const { deliver, total } = await started();
    deliver(QUEUE, add('m1', 5, 'a'));
    await settle();
    const again = deliver(QUEUE, add('m1', 5, 'a'));
    await settle();
    expect(again.acked).to.equal(true);
    expect(await total('a')).to.equal(5);
  });

  for (const [what, poison, reason] of [
    ['no JSON', 'hello', 'not JSON'],
    ['of unknown type', message({ type: 'Nonsense', id: 'bad', data: {} }), 'unknown message type Nonsense'],
    [
      'named like a property of every object',
      message({ type: 'constructor', id: 'bad', data: {} }),
      'unknown message',
    ],
    [
      'against its schema',
      message({ type: 'Malformed', id: 'bad', data: {} }),
      'Malformed fails its schema: data.n: must be a number; unknown key m',
    ],
    ['more than its decider can bear', add('bad', 666, 'a'), 'a bug in the decider'],
  ] as const) {
    // @covers F-30 R-14 R-41
    // @mutation The messages: the dead letter: poison is only acked [twin: poison is acked and forgotten]
    it(`stores a message that is ${what} once as a dead letter, acks it, and goes on`, async () => {
      const { deliver, deadLetters, total } = await started();
      const deliveries = [poison, add('good', 1, 'a'), poison].map((content) => deliver(QUEUE, content));
      await settle();
      expect(deliveries.map(({ acked }) => acked)).to.deep.equal([true, true, true]);
      const letters = await deadLetters.list(undefined, 10);
      expect(letters).to.have.length(1);
      expect(letters[0]).to.include({ queue: QUEUE, count: 2 });
      expect(letters[0]?.reason).to.include(reason);
      expect(await total('a')).to.equal(1);
    });
  }

  it('keeps a reason short, however long what is wrong', async () => {
    const { deliver, deadLetters } = await started();
    deliver(QUEUE, message({ type: 'x'.repeat(5_000), id: 'bad', data: {} }));
    await settle();
    const [letter] = await deadLetters.list(undefined, 10);
    expect(letter?.messageId).to.equal('bad');
    expect(letter?.reason)
      .to.match(/^unknown message type x+$/)
      .and.have.length(1_000);
  });

  it('drains what the broker gave up into the same dead letters', async () => {
    const { deliver, deadLetters } = await started();
    const delivery = deliver('tally.commands.dead', add('m1', 5, 'a'));
    await settle();
    expect(delivery.acked).to.equal(true);
    const [letter] = await deadLetters.list(undefined, 10);
    expect(letter).to.include({ messageId: 'm1', queue: 'tally.commands.dead' });
    expect(letter?.reason).to.include('the broker gave it up');
  });

  it('takes a dead letter again through the same checks, once', async () => {
    const { runtime, total } = await started();
    const bytes = new TextEncoder().encode(JSON.stringify(add('m1', 5, 'a')));
    await runtime.replay(bytes);
    await runtime.replay(bytes);
    expect(await total('a')).to.equal(5);
    const refused: unknown = await runtime
      .replay(new TextEncoder().encode('{"type":"Nonsense"}'))
      .catch((error: unknown) => error);
    expect(refused).to.include({ code: 'POISON' });
  });

  it('acks nothing any more once it stops', async () => {
    const { runtime, deliver, script } = await started();
    script.answer = () => 'confirmed';
    await runtime.stop();
    const delivery = deliver(QUEUE, add('m1', 5, 'a'));
    await settle();
    expect(delivery.acked).to.equal(false);
  });
});
