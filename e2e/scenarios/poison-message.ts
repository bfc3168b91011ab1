// Messages that can never work must not stop those that can.
import type { DeadLetterDto } from '@saga-lab/contracts/dtos/operation';
import { randomUUID } from 'node:crypto';
import { commandsOf } from '@saga-lab/contracts/topology';
import type { ServiceName } from '@saga-lab/contracts/services';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { sendCommand, sendAsDeadLetter } from '../faults/broker.ts';
import { holding } from '../faults/broker-hold.ts';

const LOOKS = 50;

export default scenario({
  chapter: 'messages',
  position: 1,
  covers: ['B-3', 'F-28', 'F-30', 'R-14', 'R-19', 'R-49'],
  sentence:
    'No JSON, JSON against its schema, a command that the broker gave up: each is stored once with its reason, looking changes nothing, replaying twice takes effect once, and the flow goes on.',
  needs: { broker: true },
  play: async (run) => {
    const ada = await run.openAccount('ada', 10_000);
    const lamp = await run.putStock('lamp', 5, 2_500);
    const before = await run.placeOrder(ada, { sku: lamp, quantity: 1 });

    const noJson = `this is no JSON ${randomUUID()}`;
    await sendAll(run, 'payment-service', { what: 'what is no JSON, twice', bodies: [noJson, noJson] });
    await expectOneDeadLetter(run, 'payment-service', noJson);

    const id = randomUUID();
    const against = JSON.stringify(reserveMinusOne(id, lamp));
    await sendAll(run, 'inventory-service', { what: 'ReserveStock of -1 pieces', bodies: [against] });
    await expectOneDeadLetter(run, 'inventory-service', against);

    run.reportAction('sends a command to a service that does not exist');
    expect(await sendCommand(run.brokerUrl(), { to: 'nobody', body: '{}' })).to.equal('returned');
    run.reportResult('the broker gives it back: no queue wants it');

    const after = await run.placeOrder(ada, { sku: lamp, quantity: 1 });
    await run.expectEnd(before, 'COMPLETED');
    await run.expectEnd(after, 'COMPLETED');
    expect(await run.lab.findSaga(id)).to.equal(undefined);
    run.reportResult('the bad messages started no saga');

    await replayGivenUpCommand(run, () => run.placeOrder(ada, { sku: lamp, quantity: 1 }));
    await run.expectStock(lamp, { available: 2, reserved: 0, shipped: 3 });
  },
});

const sendAll = async (
  run: ScenarioRun,
  to: ServiceName,
  { what, bodies }: { what: string; bodies: readonly string[] },
): Promise<void> => {
  run.reportAction(`sends ${to} ${what}`);
  for (const body of bodies) expect(await sendCommand(run.brokerUrl(), { to, body })).to.equal('confirmed');
};

const expectOneDeadLetter = async (
  run: ScenarioRun,
  service: ServiceName,
  body: string,
): Promise<DeadLetterDto> => {
  const letter = await eventually(async () => {
    const letters = (await run.lab.deadLetters(service)).filter((one) => one.body === body);
    expect(letters.length, `dead letters of ${service} with this body`).to.equal(1);
    return letters[0];
  });
  if (!letter) throw new Error('no dead letter');
  run.expectDeadLetter(letter.reason);
  run.reportResult(`one dead letter of ${service}: ${letter.reason} (came ${letter.count} x)`);
  return letter;
};

/** The first command of a new saga becomes a dead letter before it arrives; it arrives in the end, too. */
const replayGivenUpCommand = async (run: ScenarioRun, place: () => Promise<string>): Promise<void> => {
  const service = 'inventory-service';
  run.reportAction(`holds all commands to ${service} back`);
  const order = await holding(run.brokerUrl(), service, async (commands) => {
    const saga = await place();
    const command = await eventually(() => {
      const held = commands.held().find((each) => each.saga === saga);
      if (!held) throw new Error('ReserveStock has not been sent yet.');
      return held;
    });
    run.reportAction(`has the broker give up ${command.type}`);
    expect(await sendAsDeadLetter(run.brokerUrl(), commandsOf(service), command.body)).to.equal('confirmed');
    const letter = await expectOneDeadLetter(run, service, command.body);
    await lookOften(run, service, letter);
    await replayTwice(run, service, letter);
    return saga;
  });
  run.reportAction('lets all commands go, the one that was given up among them');
  await run.expectEnd(order, 'COMPLETED');
};

const lookOften = async (run: ScenarioRun, service: ServiceName, letter: DeadLetterDto): Promise<void> => {
  run.reportAction(`looks at it ${LOOKS} times`);
  for (let n = 0; n < LOOKS; n += 1) expect(await run.lab.deadLetters(service)).to.deep.include(letter);
  run.reportResult('it is as it was');
};

const replayTwice = async (
  run: ScenarioRun,
  service: ServiceName,
  { _id, count }: DeadLetterDto,
): Promise<void> => {
  run.reportAction('replays it twice');
  for (const _each of [1, 2]) {
    const path = `/dead-letters/${encodeURIComponent(_id)}/replay`;
    const { status, body } = await run.lab.ask(service, { method: 'post', path });
    expect([status, (body as DeadLetterDto).count], JSON.stringify(body)).to.deep.equal([200, count]);
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
