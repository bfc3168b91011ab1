// What a service's bus does when the broker of the launcher is in trouble.
import { expect } from 'chai';
import { eventually } from '@saga-lab/platform/time/eventually';
import { message } from '@saga-lab/platform/bus/bus-harness.contract';
import type { Bus } from '@saga-lab/platform/bus/bus';
import { rabbitmqBus } from '@saga-lab/platform/bus/rabbitmq/rabbitmq-bus';
import type { BrokerControl } from '../engine/engine.ts';
import { duringAlarm } from './alarm.ts';
import type { Broker } from './broker.ts';

/** `broker`: one that was started here. */
export const busOnBrokerContract = (broker: () => Broker): void => {
  describe('with a bus of a service on it', () => {
    let bus: Bus;
    let said: string[];
    beforeEach(async () => {
      said = [];
      const log = (line: string) => void said.push(line);
      bus = await rabbitmqBus({ url: broker().urlOf('payment-service'), log });
    });
    const saying = (what: RegExp) => said.filter((line) => what.test(line));
    const control = (): BrokerControl => {
      const { control: found } = broker();
      if (!found) throw new Error('the broker was not started here');
      return found;
    };
    afterEach(() => bus.close());

    const publishing = (type: string, n: number) => bus.publish({ ...message(n), type }, { topic: type });

    // @covers F-21 R-22
    it('publishes again within 1 s after the broker closed the channel over a forbidden message', async () => {
      const forbidden = [publishing('StockReserved', 1), publishing('PaymentCharged', 2)];
      expect(await Promise.all(forbidden)).to.deep.equal(['silence', 'silence']);
      await eventually(
        async () => {
          expect(await publishing('PaymentCharged', 2)).to.equal('confirmed');
        },
        { timeoutMs: 1_000 },
      );
    });

    it('stays ready when it probes: the rights of a service are enough for that', async () => {
      await bus.consume('payment-service.commands', 1, () => undefined);
      await new Promise((resolve) => setTimeout(resolve, 5_500));
      expect(bus.ready()).to.deep.equal({ ok: true, detail: 'ready' });
    });

    // @covers F-25
    it('publishes nothing during an alarm, keeps its connection, and goes on when it is over', async () => {
      await duringAlarm(control(), 'memory', async () => {
        expect(await publishing('PaymentCharged', 1)).to.equal('silence'); // the broker tells with the first
        expect([bus.publishing(), bus.ready().ok]).to.deep.equal(['blocked', false]);
        await new Promise((resolve) => setTimeout(resolve, 8_000)); // two looks of the probe and its patience
        expect(bus.publishing()).to.equal('blocked');
      });
      await eventually(() => {
        expect(bus.publishing()).to.equal('open');
      });
      expect(await publishing('PaymentCharged', 2)).to.equal('confirmed');
      expect(saying(/not connected/)).to.deep.equal([]);
      expect(saying(/^publishing: the broker takes/)).to.deep.equal([
        'publishing: the broker takes nothing (low on memory)',
        'publishing: the broker takes messages again',
      ]);
    });

    // @covers F-25 R-25
    it('says so to whoever connects during an alarm, before anything is published', async () => {
      await duringAlarm(control(), 'disk', async () => {
        const late = await rabbitmqBus({ url: broker().urlOf('payment-service') });
        try {
          expect([late.publishing(), late.ready()]).to.deep.equal([
            'blocked',
            { ok: false, detail: 'the broker takes nothing: low on disk' },
          ]);
        } finally {
          await late.close();
        }
      });
    });

    // @covers F-32
    it('says that it is refused, tries again in no tight loop, and is back once the password is right', async () => {
      await control().ctl('change_password', 'payment-service', 'another');
      await control().ctl('close_all_user_connections', 'payment-service', 'revoked');
      await eventually(() => {
        expect(bus.publishing()).to.equal('away');
      });
      const begin = Date.now();
      await control().restore();
      await eventually(() => {
        expect(bus.ready()).to.deep.equal({ ok: true, detail: 'ready' });
      });
      const refused = saying(/not connected .*403/).length;
      expect(refused).to.be.within(2, 2 * (6 + (Date.now() - begin) / 1_000));
    });

    // @covers F-22
    it('publishes and consumes again within 3 s after the broker was killed and is up again', async () => {
      await bus.consume('payment-service.commands', 10, () => undefined);
      await broker().restart('SIGKILL');
      await eventually(
        () => {
          expect(bus.ready()).to.deep.equal({ ok: true, detail: 'ready' });
        },
        { timeoutMs: 3_000 },
      );
      expect(await publishing('PaymentCharged', 1)).to.equal('confirmed');
    });
  });
};
