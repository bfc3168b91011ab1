import { expect } from 'chai';
import { idOf } from '../cells/cells.ts';
import type { Cell } from '../cells/cells.ts';
import { cellsNamed } from '../cells/choice.ts';
import { allCells } from '../cells/grids.ts';
import { earlyPartOf } from './course-stories.ts';
import type { CellStage } from './cell-stage.ts';
import { storyOf } from './stories.ts';

const playedIn = async (cell: Cell): Promise<readonly string[]> => {
  const done: string[] = [];
  const noted =
    (what: string) =>
    (...words: readonly unknown[]): Promise<void> => {
      done.push([what, ...words.filter((word) => typeof word === 'string')].join(' '));
      return Promise.resolve();
    };
  const stage: CellStage = {
    prepare: noted('prepare'),
    restore: noted('restore'),
    correct: noted('correct'),
    placeOrder: noted('place'),
    cancel: noted('cancel'),
    hold: (...words) => void noted('hold')(...words),
    holds: noted('is held'),
    release: (...words) => void noted('release')(...words),
    orderEnds: noted('ends'),
    commitByHand: noted('commit by hand'),
    abortByHand: noted('abort by hand'),
    returns: () => void noted('returns')(),
    backAt: () => 0,
    deaths: noted('deaths'),
  };
  await earlyPartOf(cell)?.(stage, cell);
  await storyOf(cell)(stage, cell);
  return done;
};
const story = (name: string) => {
  const [cell] = cellsNamed(allCells, name);
  if (!cell) throw new Error(`there is no cell ${name}`);
  return playedIn(cell);
};

describe('The story of a cell', () => {
  it('is there for every cell: an order of its own, and nothing is kept back for ever', async () => {
    for (const cell of allCells) {
      const done = await playedIn(cell);
      expect(done.slice(0, 1), idOf(cell)).to.deep.equal(['prepare']);
      expect(done, idOf(cell)).to.include('place');
      const of = (what: string) =>
        done.filter((each) => each.startsWith(`${what} `)).map((each) => each.slice(what.length));
      expect(new Set(of('release')), idOf(cell)).to.deep.equal(new Set(of('hold')));
    }
  });

  it('undoes every step, because the customer cancels before the saga hears of the last one', async () => {
    expect(await story('payment-service/before-ack/RefundPayment')).to.deep.equal([
      'prepare',
      'hold saga-orchestrator PaymentCharged',
      'place',
      'is held saga-orchestrator PaymentCharged',
      'cancel',
      'ends',
      'release saga-orchestrator PaymentCharged',
    ]);
  });

  it('lets an action come after its compensation, at the very service that has to refuse it', async () => {
    const held = async (name: string) => (await story(name)).find((each) => each.startsWith('hold '));
    expect(await held('inventory-service/before-publish/CommandRejected')).to.match(
      /inventory-service ReserveStock$/,
    );
    expect(await held('payment-service/before-publish/CommandRejected')).to.match(
      /payment-service ChargePayment$/,
    );
  });

  it('keeps an answer back until the timer has done what it should', async () => {
    expect(await story('saga-orchestrator/before-commit/SagaTimer')).to.deep.equal([
      'prepare',
      'hold inventory-service ShipStock',
      'place',
      'deaths',
      'release inventory-service ShipStock',
    ]);
  });
});
