import { expect } from 'chai';
import type { Injection } from '../simulator/simulation.ts';
import { sagaHistory } from '../testing/made-up.ts';
import { painter } from './paint.ts';
import { legend, legendFor, timeline } from './timeline.ts';

const plain = painter(false);
const rows = (picture: string): readonly string[] => picture.split('\n').slice(1, -1);

describe('The timeline of a saga', () => {
  it('shows a completed saga: every step, and the point of no return', () => {
    const { commits } = sagaHistory()
      .client(1_000, 'PlaceOrder')
      .saga(1_008, 'OrderPlaced', ['ReserveStock'])
      .answers(1_015, 'ReserveStock', 'StockReserved')
      .saga(1_022, 'StockReserved', ['ChargePayment'])
      .answers(1_030, 'ChargePayment', 'PaymentCharged')
      .saga(1_037, 'PaymentCharged', ['ApproveOrder'])
      .answers(1_044, 'ApproveOrder', 'OrderApproved')
      .saga(1_051, 'OrderApproved', ['ShipStock'])
      .answers(1_059, 'ShipStock', 'StockShipped')
      .notes(1_066, 'StockShipped', 'SagaCompleted');
    expect(timeline(commits, plain)).to.deep.equal(
      rows(`
       orchestrator                          order                   payment              inventory
   0 ms      |                                 |<-[PlaceOrder]-         |                     |
   0 ms      |<-----------------(OrderPlaced)--|                        |                     |
   8 ms      |--[ReserveStock]--------------------------------------------------------------->|
  15 ms      |<--------------------------------------------------------------(StockReserved)--|
  22 ms      |--[ChargePayment]---------------------------------------->|                     ::
  30 ms      |<---------------------------------------(PaymentCharged)--|                     ::
             ======================================= PIVOT =======================================
  37 ms      |--[ApproveOrder]---------------->|                        |                     ::
  44 ms      |<---------------(OrderApproved)--|                        |                     ::
  51 ms      |--[ShipStock]------------------------------------------------------------------>|
  59 ms      |<---------------------------------------------------------------(StockShipped)--|
  66 ms      | SagaCompleted                   |                        |                     |
`),
    );
  });

  it('ends a refusal in a cross and draws compensation with double lines', () => {
    const { commits } = sagaHistory()
      .client(0, 'PlaceOrder')
      .saga(8, 'OrderPlaced', ['ReserveStock'])
      .answers(15, 'ReserveStock', 'StockInsufficient', { refused: true })
      .saga(22, 'StockInsufficient', ['RejectOrder'])
      .answers(30, 'RejectOrder', 'OrderRejected')
      .notes(37, 'OrderRejected', 'SagaCompensated');
    expect(timeline(commits, plain)).to.deep.equal(
      rows(`
       orchestrator                          order                   payment              inventory
   0 ms      |                                 |<-[PlaceOrder]-         |                     |
   0 ms      |<-----------------(OrderPlaced)--|                        |                     |
   8 ms      |--[ReserveStock]--------------------------------------------------------------->|
  15 ms      |<----------------------------------------------------------(StockInsufficient)x-|
  22 ms      |==[RejectOrder]=================>|                        |                     |
  30 ms      |<===============(OrderRejected)==|                        |                     |
  37 ms      | SagaCompensated                 |                        |                     |
`),
    );
  });

  it('shows a declined payment: what was reserved is held until it is released', () => {
    const { commits } = sagaHistory()
      .client(0, 'PlaceOrder')
      .saga(8, 'OrderPlaced', ['ReserveStock'])
      .answers(15, 'ReserveStock', 'StockReserved')
      .saga(22, 'StockReserved', ['ChargePayment'])
      .answers(30, 'ChargePayment', 'PaymentDeclined', { refused: true })
      .saga(37, 'PaymentDeclined', ['ReleaseStock'])
      .answers(45, 'ReleaseStock', 'StockReleased')
      .saga(50, 'StockReleased', ['RejectOrder'])
      .answers(58, 'RejectOrder', 'OrderRejected')
      .notes(66, 'OrderRejected', 'SagaCompensated');
    expect(timeline(commits, plain)).to.deep.equal(
      rows(`
       orchestrator                          order                   payment              inventory
   0 ms      |                                 |<-[PlaceOrder]-         |                     |
   0 ms      |<-----------------(OrderPlaced)--|                        |                     |
   8 ms      |--[ReserveStock]--------------------------------------------------------------->|
  15 ms      |<--------------------------------------------------------------(StockReserved)--|
  22 ms      |--[ChargePayment]---------------------------------------->|                     ::
  30 ms      |<--------------------------------------(PaymentDeclined)x-|                     ::
  37 ms      |==[ReleaseStock]===============================================================>|
  45 ms      |<==============================================================(StockReleased)==|
  50 ms      |==[RejectOrder]=================>|                        |                     |
  58 ms      |<===============(OrderRejected)==|                        |                     |
  66 ms      | SagaCompensated                 |                        |                     |
`),
    );
  });

  it('shows a cancellation, an empty compensation and the action that came too late for it', () => {
    const { commits } = sagaHistory()
      .client(0, 'PlaceOrder')
      .saga(8, 'OrderPlaced', ['ReserveStock'])
      .answers(15, 'ReserveStock', 'StockReserved')
      .client(16, 'RequestCancellation')
      .saga(22, 'StockReserved', ['ChargePayment'])
      .saga(24, 'OrderCancellationRequested', ['RefundPayment'])
      .answers(30, 'RefundPayment', 'PaymentRefunded', { answer: 'EMPTY' })
      .answers(33, 'ChargePayment', 'CommandRejected', { answer: 'HANGING_REJECTED' })
      .saga(37, 'PaymentRefunded', ['ReleaseStock'])
      .notes(38, 'CommandRejected', 'ReplyIgnored')
      .answers(44, 'ReleaseStock', 'StockReleased')
      .saga(50, 'StockReleased', ['RejectOrder'])
      .answers(55, 'RejectOrder', 'OrderRejected')
      .notes(60, 'OrderRejected', 'SagaCompensated');
    expect(timeline(commits, plain)).to.deep.equal(
      rows(`
       orchestrator                          order                   payment              inventory
   0 ms      |                                 |<-[PlaceOrder]-         |                     |
   0 ms      |<-----------------(OrderPlaced)--|                        |                     |
   8 ms      |--[ReserveStock]--------------------------------------------------------------->|
  15 ms      |<--------------------------------------------------------------(StockReserved)--|
  16 ms      |                                 |<-[RequestCancellation]-|                     ::
  16 ms      |<--(OrderCancellationRequested)--|                        |                     ::
  22 ms      |--[ChargePayment]---------------------------------------->|                     ::
  24 ms      |==[RefundPayment]========================================>|                     ::
  30 ms      |<===============================(PaymentRefunded) empty ==|                     ::
  33 ms      |<--------------------------------(CommandRejected) late x-|                     ::
  37 ms      |==[ReleaseStock]===============================================================>|
  38 ms      | ReplyIgnored                    |                        |                     ::
  44 ms      |<==============================================================(StockReleased)==|
  50 ms      |==[RejectOrder]=================>|                        |                     |
  55 ms      |<===============(OrderRejected)==|                        |                     |
  60 ms      | SagaCompensated                 |                        |                     |
`),
    );
  });

  it('numbers a repeated command, marks the answer to a duplicate, folds a long silence and dots what is unsent', () => {
    const { commits } = sagaHistory()
      .client(0, 'PlaceOrder')
      .saga(8, 'OrderPlaced', ['ReserveStock'])
      .answers(15, 'ReserveStock', 'StockReserved')
      .deadline(3_008, ['ReserveStock'], 2)
      .answers(3_015, 'ReserveStock', 'StockReserved', { answer: 'DUPLICATE' })
      .saga(12_022, 'StockReserved', ['ChargePayment'])
      .amend('saga-orchestrator', { sent: [] });
    expect(timeline(commits, plain)).to.deep.equal(
      rows(`
       orchestrator                          order                   payment              inventory
   0 ms      |                                 |<-[PlaceOrder]-         |                     |
   0 ms      |<-----------------(OrderPlaced)--|                        |                     |
   8 ms      |--[ReserveStock]--------------------------------------------------------------->|
  15 ms      |<--------------------------------------------------------------(StockReserved)--|
    ...      | ~ 3.0 s without anything ~      |                        |                     ::
3008 ms      | (timer) CommandSent             |                        |                     ::
3008 ms      |--[ReserveStock](2)------------------------------------------------------------>|
3015 ms      |<------------------------------------------------------------(StockReserved)x2--|
    ...      | ~ 9.0 s without anything ~      |                        |                     ::
 12.0 s      |..[ChargePayment]........................................>|                     ::
`),
    );
  });

  it('says nothing of a timer that is only armed again', () => {
    const { commits } = sagaHistory()
      .saga(0, 'OrderPlaced', ['ReserveStock'])
      .deadline(100, [])
      .amend('saga-orchestrator', {
        events: [{ stream: 'saga-o1', version: 2, type: 'TimerArmed', schemaVersion: 1, data: {} }],
      });
    expect(timeline(commits, plain)).to.have.length(2);
  });

  it('does not show stock on hold again when an old answer is repeated', () => {
    const { commits } = sagaHistory()
      .saga(0, 'OrderPlaced', ['ReserveStock'])
      .answers(1, 'ReserveStock', 'StockReserved')
      .saga(2, 'StockReserved', ['ReleaseStock'])
      .answers(3, 'ReleaseStock', 'StockReleased')
      .answers(4, 'ReserveStock', 'StockReserved', { answer: 'DUPLICATE' })
      .saga(5, 'StockReleased', ['RejectOrder']);
    expect(timeline(commits, plain).at(-1)).not.to.include('::');
  });

  it('puts an effect behind its cause even when the clock of its service is late', () => {
    const { commits } = sagaHistory()
      .client(1_000, 'PlaceOrder')
      .saga(1_008, 'OrderPlaced', ['ReserveStock'])
      .answers(400, 'ReserveStock', 'StockReserved');
    const times = timeline(commits, plain)
      .slice(1)
      .map((row) => row.slice(0, 7).trim());
    expect(times).to.deep.equal(['0 ms', '0 ms', '8 ms', '8 ms']);
  });

  it('shows what was done to the system meanwhile: crash and restart in their lane, and a message that is lost, late or doubled', () => {
    const { commits } = sagaHistory()
      .client(0, 'PlaceOrder')
      .saga(8, 'OrderPlaced', ['ReserveStock'])
      .answers(115, 'ReserveStock', 'StockReserved')
      .saga(122, 'StockReserved', ['ChargePayment'])
      .answers(150, 'ChargePayment', 'PaymentCharged');
    const idOf = (service: 'saga-orchestrator' | 'inventory-service' | 'payment-service', n: number) =>
      commits[service][n]?.outbox[0]?.id ?? '';
    const injections: readonly Injection[] = [
      { at: -5, what: 'before anything of this saga' },
      { at: 9, what: 'lost', sign: 'dropped', message: idOf('saga-orchestrator', 0) },
      { at: 10, what: 'inventory-service is killed', service: 'inventory-service', sign: 'crash' },
      { at: 60, what: 'inventory-service 1 starts', service: 'inventory-service 1', sign: 'restart' },
      { at: 100, what: 'the broker takes a break' },
      { at: 116, what: 'late', sign: 'late', message: idOf('inventory-service', 0) },
      { at: 123, what: 'twice', sign: 'duplicate', message: idOf('saga-orchestrator', 1) },
      { at: 151, what: 'behind the last row' },
    ];
    const lost = new Set([idOf('payment-service', 0)]);
    expect(timeline(commits, plain, { injections, lost })).to.deep.equal(
      rows(`
       orchestrator                          order                   payment              inventory
   0 ms      |                                 |<-[PlaceOrder]-         |                     |
   0 ms      |<-----------------(OrderPlaced)--|                        |                     |
   8 ms      |--[ReserveStock]-----------------------x                  |                     |
  10 ms      |                                 |                  inventory-service is killed !
  60 ms      |                                 |                   inventory-service 1 starts ^
 100 ms      | * the broker takes a break      |                        |                     |
 115 ms      |--[ReserveStock] again -------------------------------------------------------->|
 115 ms      |<--------------------------------------------------------(StockReserved) late --|
 122 ms      |--[ChargePayment]x2-------------------------------------->|                     ::
 150 ms      |                             x----------(PaymentCharged)--|                     ::
`),
    );
  });

  it('says the same in colour, and fits 100 columns', () => {
    const { commits } = sagaHistory()
      .client(0, 'PlaceOrder')
      .saga(8, 'OrderPlaced', ['ReserveStock', 'ChargePayment', 'ApproveOrder'])
      .answers(15, 'ReserveStock', 'StockInsufficient', { refused: true })
      .client(16, 'RequestCancellation')
      .saga(4_000, 'StockInsufficient', ['RejectOrder'], 12);
    const coloured = timeline(commits, painter(true)).join('\n');
    expect(coloured).to.include('\u001b[');
    // eslint-disable-next-line no-control-regex -- this is what colour is made of
    const stripped = coloured.replaceAll(/\u001b\[\d+m/g, '').split('\n');
    expect(stripped.map((row) => row.trimEnd())).to.deep.equal(timeline(commits, plain));
    for (const row of [...stripped, ...legend]) expect(row.length).to.be.at.most(100);
  });

  it('and its legend take as many columns as there are', () => {
    expect(legendFor()).to.deep.equal(legend);
    expect(legendFor(78)).to.deep.equal([
      '<-[Request]- by HTTP   --[Command]-->   <--(Reply)--   <--(Refusal)x-',
      '==[Compensation]==>',
      ':: stock on hold   (2) sent again   x2 answered before',
      'empty: nothing to undo   ..> not confirmed',
    ]);
  });
});
