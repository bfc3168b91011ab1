// Messages that can never work must not stop those that can.
import { randomUUID } from 'node:crypto';
import type { ServiceName } from '@saga-lab/launcher/client/documents';
import { eventually } from '@saga-lab/platform/testing/eventually';
import { expect } from 'chai';
import { scenario } from '../src/define.ts';
import type { Story } from '../src/story.ts';
import { sendCommand } from '../support/broker.ts';

export const poisonMessage = scenario(
  'poison-message',
  'No JSON, and JSON against its schema: each is stored once with its reason, and the flow goes on.',
  async (story) => {
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
    await story.seesStock(lamp, { available: 3, reserved: 0, shipped: 2 });
    expect(await story.lab.findSaga(id)).to.equal(undefined);
    story.sees('the bad messages started no saga');
  },
  { needs: 'a real broker' },
);

const sends = async (
  story: Story,
  to: ServiceName,
  { what, bodies }: { what: string; bodies: readonly string[] },
): Promise<void> => {
  story.does(`sends ${to} ${what}`);
  for (const body of bodies) expect(await sendCommand(story.brokerUrl(), { to, body })).to.equal('confirmed');
};

const seesOneDeadLetter = async (story: Story, service: ServiceName, body: string): Promise<void> => {
  const letter = await eventually(async () => {
    const letters = (await story.lab.deadLetters(service)).filter((one) => one.body === body);
    expect(letters.length, `dead letters of ${service} with this body`).to.equal(1);
    return letters[0];
  });
  if (letter) story.expectsDeadLetter(letter.reason);
  story.sees(`one dead letter of ${service}: ${letter?.reason ?? ''} (came ${letter?.count ?? 0} x)`);
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
