// The compensation overtakes the action that it undoes.
import { expect } from 'chai';
import { eventually } from '@saga-lab/platform/time/eventually';
import { scenario } from '../stage/define.ts';
import type { ScenarioRun } from '../stage/scenario-run.ts';
import { holding } from '../faults/broker-hold.ts';

export default scenario({
  chapter: 'replies',
  position: 3,
  covers: ['F-62', 'R-20', 'R-38'],
  sentence:
    'ReleaseStock comes before its ReserveStock: an EMPTY compensation, then a HANGING_REJECTED action, and nothing is held.',
  needs: { ownServers: true, stepDeadlineMs: 3_000 },
  play: async (run) => {
    const ada = await run.openAccount('ada', 10_000);
    const lamp = await run.putStock('lamp', 5, 2_500);

    run.reportAction('holds all commands to inventory-service back');
    await holding(run.brokerUrl(), 'inventory-service', async (commands) => {
      const order = await run.placeOrder(ada, { sku: lamp, quantity: 2 });
      await run.expectEvent(order, 'StepTimedOut', { step: 'reserve-stock' });
      await eventually(() => {
        const types = new Set(commands.held().map(({ type }) => type));
        expect(types).to.include.all.keys('ReserveStock', 'ReleaseStock');
      });
      run.reportResult(`held: ${[...new Set(commands.held().map(({ type }) => type))].join(', then ')}`);

      run.reportAction('lets them go in reverse');
      await commands.release({ order: 'reverse' });

      await run.expectEnd(order, 'COMPENSATED', 'RESERVE_STOCK_TIMED_OUT');
      await expectAnswers(run, order, ['ReleaseStock EMPTY', 'ReserveStock HANGING_REJECTED']);
      await run.expectEvent(order, 'ReplyIgnored', { reply: 'CommandRejected' });
    });
    await run.expectStock(lamp, { available: 5, reserved: 0, shipped: 0 });
  },
});

/** What the barrier noted in the history of the reservation, in this order. */
const expectAnswers = async (run: ScenarioRun, order: string, expected: readonly string[]): Promise<void> => {
  await eventually(async () => {
    const noted = (await run.lab.commits())['inventory-service']
      .filter(({ input, events }) => input.sagaId === order && events.length > 0)
      .flatMap(({ input, events }) =>
        events.map(
          ({ data }) => `${input.type} ${(data as { answer?: string }).answer ?? 'changed something'}`,
        ),
      );
    expect(noted).to.deep.equal(expected);
  });
  run.reportResult(`inventory-service answered: ${expected.join(', then ')}`);
};
