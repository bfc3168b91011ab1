// A short sweep on real processes: a cell or two at each point, and some that a seed chooses.
import { expect } from 'chai';
import { twinNamed } from './build/twins.ts';
import type { TwinName } from './build/twins.ts';
import { cells, idOf } from './cells/cells.ts';
import type { Cell } from './cells/cells.ts';
import { cellsBySeed, cellsNamed } from './cells/choice.ts';
import { startSweepSystem } from './run/sweep-system.ts';
import type { Sweep, SweepOptions } from './run/sweep.ts';
import { sweep } from './run/sweep.ts';
import { commandFor, strayDeaths, unexpected } from './show/figures.ts';

const SYSTEM_MS = 300_000;
const RANDOM_CELLS = 4;
const MOST_SEED = 1_000_000;
const seed = Number(process.env['SAGA_LAB_SEED']) || 1 + Math.floor(Math.random() * (MOST_SEED - 1));

const chosen = {
  'before-commit': ['payment-service/before-commit/ChargePayment/redelivery'],
  'during-commit': [
    'inventory-service/during-commit/ReserveStock',
    'saga-orchestrator/during-commit/PaymentCharged',
  ],
  'before-ack': ['order-service/before-ack/ApproveOrder/redelivery'],
  'before-answer': ['order-service/before-answer/PlaceOrder/redelivery'],
  'before-publish': [
    'saga-orchestrator/before-publish/ShipStock',
    'payment-service/before-publish/PaymentRefunded',
  ],
  'before-confirm': ['inventory-service/before-confirm/StockReserved/redelivery'],
  'before-mark': ['saga-orchestrator/before-mark/ApproveOrder'],
  'before-position': ['order-service/before-position/RejectOrder'],
} as const;
const random = cellsBySeed(cells, RANDOM_CELLS, seed);

const named = (names: readonly string[]): readonly Cell[] => names.flatMap((name) => cellsNamed(cells, name));

const sweepOf = async (
  some: readonly Cell[],
  { twin, ...options }: Partial<SweepOptions> & { readonly twin?: TwinName } = {},
): Promise<Sweep> => {
  const running = await startSweepSystem({ twin, log: () => undefined });
  try {
    return await sweep(running, some, {
      reportDir: 'reports/sweep-test',
      onCell: () => undefined,
      ...options,
    });
  } finally {
    await running.close();
  }
};

/** Each cell that is not as it should be, with what happened and how to have it again. */
const complaints = (swept: Sweep, some: readonly Cell[], twin?: TwinName): readonly string[] => {
  const ids = new Set(some.map(idOf));
  return unexpected(swept, twinNamed(twin))
    .filter(({ cell }) => ids.has(idOf(cell)))
    .map((result) => `${result.state}: ${result.sentence} -> ${commandFor(result, twin)}`);
};

describe('A service that is killed at one point, and started again', function () {
  this.timeout(SYSTEM_MS);
  let swept: Sweep;
  before(async () => {
    swept = await sweepOf([...new Set([...named(Object.values(chosen).flat()), ...random])]);
  });
  const expectGreen = (some: readonly Cell[]) => {
    const ids = new Set(some.map(idOf));
    const tried = swept.results.filter(({ cell }) => ids.has(idOf(cell)));
    expect(tried).to.have.length(some.length).and.not.to.have.length(0);
    expect(complaints(swept, some)).to.deep.equal([]);
  };

  // @covers F-01 R-36
  it('before its commit: the message comes again, and takes effect once', () => {
    expectGreen(named(chosen['before-commit']));
  });

  // @covers F-02 R-32
  it('during its commit: all of it is there or nothing, and takes effect once', () => {
    expectGreen(named(chosen['during-commit']));
  });

  // @covers F-03 R-10
  it('between commit and ack: what comes again has no second effect', () => {
    expectGreen(named(chosen['before-ack']));
  });

  // @covers F-07 R-48
  it('between commit and answer: the client asks again with its key, and there is one order', () => {
    expectGreen(named(chosen['before-answer']));
  });

  // @covers F-04 R-02
  it('between commit and publish: the message is sent after the start', () => {
    expectGreen(named(chosen['before-publish']));
  });

  // @covers F-05
  it('between publish and confirm: the message is sent again, which changes nothing', () => {
    expectGreen(named(chosen['before-confirm']));
  });

  // @covers F-06
  it('between confirm and mark: the message is sent again, which changes nothing', () => {
    expectGreen(named(chosen['before-mark']));
  });

  // @covers R-33
  it('between read model and position: the events come again, and are shown once', () => {
    expectGreen(named(chosen['before-position']));
  });

  it(`wherever a seed says: npm run sweep -- --some ${RANDOM_CELLS} --seed ${seed}`, () => {
    expectGreen(random);
  });

  it('ends no process but those that a cell killed', () => {
    expect(strayDeaths(swept)).to.deep.equal([]);
  });
});

describe('A service that acks before it commits', function () {
  this.timeout(SYSTEM_MS);

  it('is red where the message gets lost by that, and green elsewhere', async () => {
    const twin = 'ack-before-commit';
    const some = named([
      'payment-service/before-commit/ChargePayment',
      'saga-orchestrator/before-commit/StockReserved',
      'payment-service/before-position/ChargePayment',
      'payment-service/before-publish/PaymentCharged',
    ]);
    const swept = await sweepOf(some, { twin, oneByOne: true, catchUpMs: 1_500 });
    expect(complaints(swept, some, twin)).to.deep.equal([]);
    expect(swept.results.map(({ state }) => state)).to.deep.equal(['red', 'red', 'green', 'green']);
  });
});
