// What the switch does with each message; run on the broker that the launcher provides.
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { commandsOf, routeOf } from '@saga-lab/contracts/topology';
import { eventually } from '@saga-lab/platform/time/eventually';
import { openBrokerConnection } from './broker-connection.ts';
import type { BrokerConnection } from './broker-connection.ts';
import type { Broker } from './broker.ts';
import { switching } from './switch.ts';
import type { Handling } from './switch.ts';

const TO = 'payment-service';
const handlings: readonly Handling[] = ['lost', 'kept', 'late', 'twice', 'through'];

export const switchContract = (broker: () => Broker): void => {
  describe('with a switch between exchanges and queues', () => {
    let connection: BrokerConnection;
    let arrived: string[];

    beforeEach(async () => {
      connection = await openBrokerConnection(broker().e2eUrl);
      arrived = [];
      await connection.channel.purgeQueue(commandsOf(TO));
      await connection.channel.consume(
        commandsOf(TO),
        (delivery) => {
          if (delivery) arrived.push((JSON.parse(delivery.content.toString()) as { type: string }).type);
        },
        { noAck: true },
      );
    });
    afterEach(() => connection.close());

    const send = async (from: string, ...types: readonly string[]): Promise<void> => {
      const { exchange, key } = routeOf({ service: TO });
      for (const type of types) {
        const body = JSON.stringify({ id: randomUUID(), type, source: `/${from}`, correlationid: 'o1' });
        connection.channel.publish(exchange, key, Buffer.from(body), { persistent: true });
      }
      await connection.channel.waitForConfirms();
    };
    const come = (...types: readonly string[]) =>
      eventually(() => {
        expect(arrived).to.deep.equal(types);
      });

    it('loses, keeps, delays and doubles what it is told to, and gives out at the end what it keeps', async () => {
      await switching(broker().e2eUrl, async (between) => {
        between.handle(({ type }) => handlings.find((handling) => handling === type) ?? 'through');
        await send('saga-orchestrator', ...handlings);
        await come('twice', 'twice', 'through', 'late');
        expect(between.kept()).to.deep.equal([
          { from: 'saga-orchestrator', to: TO, type: 'kept', saga: 'o1' },
        ]);
      });
      await come('twice', 'twice', 'through', 'late', 'kept');
      await send('saga-orchestrator', 'lost');
      await come('twice', 'twice', 'through', 'late', 'kept', 'lost');
    });

    it('lets nothing get from one group of services to another until it is healed', async () => {
      await switching(broker().e2eUrl, async (between) => {
        between.split([['saga-orchestrator'], [TO, 'inventory-service']]);
        await send('saga-orchestrator', 'across');
        await send('inventory-service', 'within');
        await send('order-service', 'in no group');
        await come('within', 'in no group');
        await between.heal();
        await come('within', 'in no group', 'across');
      });
    });
  });
};
