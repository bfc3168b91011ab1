// The compensation overtakes the action that it undoes.
import { expect } from 'chai';
import { eventually } from '@saga-lab/platform/time/eventually';
import { scenario } from '../stage/define.ts';
import type { Story } from '../stage/story.ts';
import { holding } from '../faults/broker-hold.ts';

export default scenario({
  chapter: 'replies',
  position: 3,
  covers: ['F-62', 'R-20', 'R-38'],
  sentence:
    'ReleaseStock comes before its ReserveStock: an EMPTY compensation, then a HANGING_REJECTED action, and nothing is held.',
  needs: { ownServers: true, stepDeadlineMs: 3_000 },
  play: async (story) => {
    const ada = await story.customer('ada', 10_000);
    const lamp = await story.stock('lamp', 5, 2_500);

    story.does('holds all commands to inventory-service back');
    await holding(story.brokerUrl(), 'inventory-service', async (commands) => {
      const order = await story.places(ada, { sku: lamp, quantity: 2 });
      await story.seesHappening(order, 'StepTimedOut', { step: 'reserve-stock' });
      await eventually(() => {
        const types = new Set(commands.held().map(({ type }) => type));
        expect(types).to.include.all.keys('ReserveStock', 'ReleaseStock');
      });
      story.sees(`held: ${[...new Set(commands.held().map(({ type }) => type))].join(', then ')}`);

      story.does('lets them go in reverse');
      await commands.release({ order: 'reverse' });

      await story.seesEnd(order, 'COMPENSATED', 'RESERVE_STOCK_TIMED_OUT');
      await seesAnswers(story, order, ['ReleaseStock EMPTY', 'ReserveStock HANGING_REJECTED']);
      await story.seesHappening(order, 'ReplyIgnored', { reply: 'CommandRejected' });
    });
    await story.seesStock(lamp, { available: 5, reserved: 0, shipped: 0 });
  },
});

/** What the barrier noted in the history of the reservation, in this order. */
const seesAnswers = async (story: Story, order: string, expected: readonly string[]): Promise<void> => {
  await eventually(async () => {
    const noted = (await story.lab.commits())['inventory-service']
      .filter(({ input, events }) => input.sagaId === order && events.length > 0)
      .flatMap(({ input, events }) =>
        events.map(
          ({ data }) => `${input.type} ${(data as { answer?: string }).answer ?? 'changed something'}`,
        ),
      );
    expect(noted).to.deep.equal(expected);
  });
  story.sees(`inventory-service answered: ${expected.join(', then ')}`);
};
