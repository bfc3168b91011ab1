// Messages that can never work must not stop those that can.
import { randomUUID } from 'node:crypto';
import { commandsOf } from '@saga-lab/contracts/topology';
import type { DeadLetter } from '@saga-lab/lab/client/documents';
import type { ServiceName } from '@saga-lab/contracts/services';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { Story } from '../stage/story.ts';
import { sendCommand, sendDead } from '../faults/broker.ts';
import { holding } from '../faults/broker-hold.ts';

const LOOKS = 50;

export default scenario({
  chapter: 'messages',
  position: 1,
  covers: ['B-3', 'F-28', 'F-30', 'R-14', 'R-19', 'R-49'],
  sentence:
    'No JSON, JSON against its schema, a command that the broker gave up: each is stored once with its reason, looking changes nothing, replaying twice takes effect once, and the flow goes on.',
  needs: { broker: true },
  play: async (story) => {
    const ada = await story.customer('ada', 10_000);
    const lamp = await story.stock('lamp', 5, 2_500);
    const before = await story.places(ada, { sku: lamp, quantity: 1 });

    const noJson = `this is no JSON ${randomUUID()}`;
    await sends(story, 'payment-service', { what: 'what is no JSON, twice', bodies: [noJson, noJson] });
    await seesOneDeadLetter(story, 'payment-service', noJson);

    const id = randomUUID();
    const against = JSON.stringify(reserveMinusOne(id, lamp));
    await sends(story, 'inventory-service', { what: 'ReserveStock of -1 pieces', bodies: [against] });
    await seesOneDeadLetter(story, 'inventory-service', against);

    story.does('sends a command to a service that does not exist');
    expect(await sendCommand(story.brokerUrl(), { to: 'nobody', body: '{}' })).to.equal('returned');
    story.sees('the broker gives it back: no queue wants it');

    const after = await story.places(ada, { sku: lamp, quantity: 1 });
    await story.seesEnd(before, 'COMPLETED');
    await story.seesEnd(after, 'COMPLETED');
    expect(await story.lab.findSaga(id)).to.equal(undefined);
    story.sees('the bad messages started no saga');

    await replaysGivenUp(story, () => story.places(ada, { sku: lamp, quantity: 1 }));
    await story.seesStock(lamp, { available: 2, reserved: 0, shipped: 3 });
  },
});

const sends = async (
  story: Story,
  to: ServiceName,
  { what, bodies }: { what: string; bodies: readonly string[] },
): Promise<void> => {
  story.does(`sends ${to} ${what}`);
  for (const body of bodies) expect(await sendCommand(story.brokerUrl(), { to, body })).to.equal('confirmed');
};

const seesOneDeadLetter = async (story: Story, service: ServiceName, body: string): Promise<DeadLetter> => {
  const letter = await eventually(async () => {
    const letters = (await story.lab.deadLetters(service)).filter((one) => one.body === body);
    expect(letters.length, `dead letters of ${service} with this body`).to.equal(1);
    return letters[0];
  });
  if (!letter) throw new Error('no dead letter');
  story.expectsDeadLetter(letter.reason);
  story.sees(`one dead letter of ${service}: ${letter.reason} (came ${letter.count} x)`);
  return letter;
};

/** The first command of a new saga becomes a dead letter before it arrives; it arrives in the end, too. */
const replaysGivenUp = async (story: Story, place: () => Promise<string>): Promise<void> => {
  const service = 'inventory-service';
  story.does(`holds all commands to ${service} back`);
  const order = await holding(story.brokerUrl(), service, async (commands) => {
    const saga = await place();
    const command = await eventually(() => {
      const held = commands.held().find((each) => each.saga === saga);
      if (!held) throw new Error('ReserveStock has not been sent yet.');
      return held;
    });
    story.does(`has the broker give up ${command.type}`);
    expect(await sendDead(story.brokerUrl(), commandsOf(service), command.body)).to.equal('confirmed');
    const letter = await seesOneDeadLetter(story, service, command.body);
    await looks(story, service, letter);
    await replays(story, service, letter);
    return saga;
  });
  story.does('lets all commands go, the one that was given up among them');
  await story.seesEnd(order, 'COMPLETED');
};

const looks = async (story: Story, service: ServiceName, letter: DeadLetter): Promise<void> => {
  story.does(`looks at it ${LOOKS} times`);
  for (let n = 0; n < LOOKS; n += 1) expect(await story.lab.deadLetters(service)).to.deep.include(letter);
  story.sees('it is as it was');
};

const replays = async (story: Story, service: ServiceName, { _id, count }: DeadLetter): Promise<void> => {
  story.does('replays it twice');
  for (const _each of [1, 2]) {
    const path = `/dead-letters/${encodeURIComponent(_id)}/replay`;
    const { status, body } = await story.lab.ask(service, { method: 'post', path });
    expect([status, (body as DeadLetter).count], JSON.stringify(body)).to.deep.equal([200, count]);
  }
};

/** In every other respect a message as the orchestrator sends it. */
const reserveMinusOne = (id: string, sku: string) => ({
  specversion: '1.0',
  id,
  source: '/saga-orchestrator',
  type: 'ReserveStock',
  time: '2026-01-01T00:00:00.000Z',
  datacontenttype: 'application/json',
  correlationid: id,
  causationid: id,
  sagaid: id,
  step: 'reserve-stock',
  operation: 'action',
  attempt: 1,
  lamport: 1,
  schemaversion: 1,
  data: { orderId: id, lines: [{ sku, quantity: -1 }] },
});
