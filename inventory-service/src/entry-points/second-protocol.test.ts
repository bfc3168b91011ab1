// Two protocols in one service: a made-up one sets pieces aside for somebody, from the same stock that sagas reserve.
import type { ReserveStock } from '@saga-lab/contracts/inventory';
import { unguarded } from '@saga-lab/platform/decider/barrier';
import type { Guarded } from '@saga-lab/platform/decider/barrier';
import { combined } from '@saga-lab/platform/decider/combined';
import type { Decision, NewEvent, States } from '@saga-lab/platform/decider/decider';
import type { Message } from '@saga-lab/platform/decider/message';
import { createRuntime } from '@saga-lab/platform/runtime/create-runtime';
import { memoryDeadLetters } from '@saga-lab/platform/store/memory-dead-letters';
import { memoryStore } from '@saga-lab/platform/store/memory-store';
import { message } from '@saga-lab/platform/testing/given';
import { scriptedBus } from '@saga-lab/platform/testing/runtime-harness';
import { countingIds, virtualClock } from '@saga-lab/platform/testing/virtual-clock';
import { expect } from 'chai';
import type { Reservation } from '../domain/reservation.ts';
import type { PutStock, Stock } from '../domain/stock.ts';
import { stockStream } from '../domain/stock.ts';
import { decider } from '../domain/decider.ts';
import { categories } from '@saga-lab/contracts/streams';
import { sagaPart } from '@saga-lab/protocols/holding-service';

const saga = sagaPart('inventory-service', decider, [categories.stock, categories.reservation]);

type Keep = Message<'hold.Keep', { holder: string; sku: string; quantity: number }>;
type GiveBack = Message<'hold.GiveBack', { holder: string; sku: string }>;
type HoldEvent =
  | NewEvent<'Kept' | 'Refused' | 'GivenBack', { quantity: number }>
  | NewEvent<'UnitsReserved' | 'UnitsReleased', { orderId: string; quantity: number }>;
/** How many pieces a holder has, or what the saga's barrier knows of a stock. */
type State = number | Guarded<Stock | Reservation>;

const holdStream = ({ holder }: { holder: string }): string => `hold-${holder}`;

const availableIn = (state: State | undefined): number => {
  if (typeof state !== 'object') return 0;
  const { stock } = unguarded({ stock: state });
  return stock?.status === 'LISTED' ? stock.available : 0;
};

/** Knows no saga, no step and no barrier. */
const hold = {
  messages: ['hold.Keep', 'hold.GiveBack'],
  timers: [],
  streamFolds: {
    hold: (held = 0, { type, data }: HoldEvent) => held + (type === 'Kept' ? 1 : -1) * data.quantity,
    stock: saga.streamFolds.stock,
  },
  streams: ({ data }: Keep | GiveBack) => [holdStream(data), stockStream(data.sku)],
  decide: (states: States<State>, { type, data }: Keep | GiveBack): Decision<HoldEvent> => {
    const [own, stock] = [holdStream(data), stockStream(data.sku)];
    const held = states[own];
    const quantity = type === 'hold.Keep' ? data.quantity : typeof held === 'number' ? held : 0;
    if (type === 'hold.Keep' && quantity > availableIn(states[stock]))
      return { events: [], messages: [{ type: 'hold.Refused', data: { holder: data.holder } }] };
    const [said, done] =
      type === 'hold.Keep' ? (['Kept', 'UnitsReserved'] as const) : (['GivenBack', 'UnitsReleased'] as const);
    return {
      events: [
        { stream: own, type: said, data: { quantity } },
        { stream: stock, type: done, data: { orderId: data.holder, quantity } },
      ],
      messages: [{ type: `hold.${said}`, data: { holder: data.holder } }],
    };
  },
  wants: () => false,
};

const running = async () => {
  const clock = virtualClock();
  const store = memoryStore({ now: clock.now });
  const { bus, published } = scriptedBus();
  const runtime = createRuntime({
    service: 'inventory-service',
    handlers: { decider: combined({ saga, hold }), schemas: {} },
    queues: [],
    limits: { batchSize: 50, publishWindow: 10, graceMs: 1_000, leaseMs: 5_000, sweepMs: 1_000 },
    ports: {
      store,
      deadLetters: memoryDeadLetters(),
      bus,
      clock,
      ids: countingIds(),
      observer: () => undefined,
    },
    decode: () => ({ ok: false, reason: 'nothing is replayed' }),
  });
  await runtime.handle(
    message<PutStock>({ type: 'PutStock', data: { sku: 'lamp', onHand: 5, unitPrice: 100, by: 'ada' } }),
  );
  const said = () => published.map(({ type }) => type);
  const written = async () =>
    (await store.load('stock-lamp', 0)).events.map(({ version, type }) => `${version} ${type}`);
  return { runtime, said, written };
};

const reserve = (orderId: string, quantity: number) =>
  message<ReserveStock>({
    type: 'ReserveStock',
    id: `reserve-${orderId}`,
    data: { orderId, lines: [{ sku: 'lamp', quantity }] },
    sagaId: orderId,
    step: 'reserve-stock',
    operation: 'action',
    attempt: 1,
  });

const keep = (holder: string, quantity: number) =>
  message<Keep>({ type: 'hold.Keep', id: `keep-${holder}`, data: { holder, sku: 'lamp', quantity } });

const giveBack = (holder: string) =>
  message<GiveBack>({ type: 'hold.GiveBack', id: `back-${holder}`, data: { holder, sku: 'lamp' } });

describe('A second protocol in the inventory service', () => {
  it('and the saga take from one stock, and see what the other has taken', async () => {
    const { runtime, said, written } = await running();
    await runtime.handle(keep('ben', 4));
    await runtime.handle(reserve('o1', 2));
    await runtime.handle(giveBack('ben'));
    await runtime.handle(reserve('o2', 2));
    await runtime.handle(keep('cat', 4));
    await runtime.handle(keep('dan', 3));
    expect(said()).to.deep.equal([
      'hold.Kept',
      'StockInsufficient',
      'hold.GivenBack',
      'StockReserved',
      'hold.Refused',
      'hold.Kept',
    ]);
    expect(await written()).to.deep.equal([
      '1 StockAdjusted',
      '2 UnitsReserved',
      '3 UnitsReleased',
      '4 UnitsReserved',
      '5 UnitsReserved',
    ]);
  });

  it('is decided in one batch with the saga, each on what the one before leaves behind', async () => {
    const { runtime, said, written } = await running();
    const messages = [keep('ben', 3), reserve('o1', 2), keep('cat', 1), reserve('o2', 1)];
    await Promise.all(messages.map(runtime.handle));
    expect(said()).to.deep.equal(['hold.Kept', 'StockReserved', 'hold.Refused', 'StockInsufficient']);
    expect(await written()).to.deep.equal(['1 StockAdjusted', '2 UnitsReserved', '3 UnitsReserved']);
  });

  it('leaves the barrier of the saga as it is', async () => {
    const { runtime, said } = await running();
    await runtime.handle(reserve('o1', 2));
    await runtime.handle(keep('ben', 3));
    await runtime.handle({ ...reserve('o1', 2), id: 'again', attempt: 2 });
    expect(said()).to.deep.equal(['StockReserved', 'hold.Kept', 'StockReserved']);
  });
});
