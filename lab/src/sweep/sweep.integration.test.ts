// A short sweep on real processes: a cell or two at each point, and some that a seed chooses.
import { expect } from 'chai';
import { twinNamed } from './build/twins.ts';
import type { TwinName } from './build/twins.ts';
import { idOf } from './cells/cells.ts';
import type { Cell } from './cells/cells.ts';
import { cellsBySeed, cellsNamed } from './cells/choice.ts';
import { allCells } from './cells/grids.ts';
import { saga } from './cells/saga.ts';
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
/** Some of every other protocol: after each of them the order ends for all, as it is promised. */
const others: Readonly<Record<string, readonly string[]>> = {
  choreo: [
    'payment-service/during-commit/choreo.StockReserved',
    'inventory-service/before-mark/choreo.StockReserved/redelivery',
  ],
  tcc: ['order-service/before-confirm/tcc.Done', 'payment-service/before-ack/tcc.Confirm'],
  '2pc': [
    'inventory-service/before-commit/2pc.Prepare/redelivery',
    'saga-orchestrator/before-publish/2pc.Commit',
  ],
  '3pc': ['order-service/before-ack/3pc.PreCommit', 'saga-orchestrator/during-commit/3pc.VotedYes'],
};

/** Somebody does not return for some seconds: whether the others wait for it. */
const away = {
  'saga-orchestrator/before-publish/2pc.Commit/away': 'blocked',
  'saga-orchestrator/before-commit/choreo.OrderPlaced/away': 'green',
} as const;
const AWAY_MS = 4_000;

const random = cellsBySeed(saga.cells, RANDOM_CELLS, seed);

const named = (names: readonly string[]): readonly Cell[] =>
  names.flatMap((name) => cellsNamed(allCells, name));

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
    const names = [chosen, others].flatMap((some) => Object.values(some).flat());
    const some = [...named([...names, ...Object.keys(away)]), ...random];
    swept = await sweepOf([...new Set(some)], { awayMs: AWAY_MS });
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

  for (const [protocol, names] of Object.entries(others))
    // @covers F-01 F-03 F-04 F-05
    it(`under ${protocol}: the order ends for all of them, as is promised where everybody returns`, () => {
      expectGreen(named(names));
    });

  // @covers F-08
  it('and not started again: the others wait where their protocol says so, and only there', () => {
    const states = swept.results
      .filter(({ cell }) => cell.pass === 'away')
      .map(({ cell, state }) => [idOf(cell), state] as const);
    expect(Object.fromEntries(states)).to.deep.equal(away);
  });

  it('ends no process but those that a cell killed', () => {
    expect(strayDeaths(swept)).to.deep.equal([]);
  });
});

describe('A service that acks before it commits', function () {
  this.timeout(SYSTEM_MS);
  const twin = 'ack-before-commit';
  const ofSaga = named([
    'payment-service/before-commit/ChargePayment',
    'saga-orchestrator/before-commit/StockReserved',
    'payment-service/before-position/ChargePayment',
    'payment-service/before-publish/PaymentCharged',
  ]);
  const ofOthers = named([
    'payment-service/before-commit/2pc.Commit',
    'payment-service/before-publish/2pc.VotedYes',
  ]);
  let swept: Sweep;
  before(async () => {
    swept = await sweepOf([...ofSaga, ...ofOthers], { twin, oneByOne: true, catchUpMs: 1_500 });
  });
  const statesOf = (some: readonly Cell[]) => {
    const ids = new Set(some.map(idOf));
    return swept.results.filter(({ cell }) => ids.has(idOf(cell))).map(({ state }) => state);
  };

  it('is red where the message gets lost by that, and green elsewhere', () => {
    expect(complaints(swept, ofSaga, twin)).to.deep.equal([]);
    expect(statesOf(ofSaga)).to.deep.equal(['red', 'red', 'green', 'green']);
  });

  // @mutation The messages: the ack after the commit, under two-phase commit: acked before (_broker_) [twin: ack before commit]
  it('is red under another protocol, too, although that says again what was lost', () => {
    expect(complaints(swept, ofOthers, twin)).to.deep.equal([]);
    expect(statesOf(ofOthers)).to.deep.equal(['red', 'green']);
  });
});
