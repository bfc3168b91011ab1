// How an order is fulfilled, to be read aloud: step by step downwards, and what undoes it on the right, upwards.
import type { orchestrator, ParticipantName, participants } from '@saga-lab/contracts/services';
import type { Step } from '../../saga/table.ts';

// prettier-ignore
export const steps = [
  { step: 'place-order',    participant: 'order-service',     kind: 'compensatable',
    command: 'PlaceOrder',    succeeded: 'OrderPlaced',       // the customer's own request, which starts the saga
    compensation: 'RejectOrder',   compensated: 'OrderRejected' },

  { step: 'reserve-stock',  participant: 'inventory-service', kind: 'compensatable',
    command: 'ReserveStock',  succeeded: 'StockReserved',     refused: 'StockInsufficient',
    compensation: 'ReleaseStock',  compensated: 'StockReleased', heldUntil: 'ship-stock' },

  { step: 'charge-payment', participant: 'payment-service',   kind: 'compensatable',
    command: 'ChargePayment', succeeded: 'PaymentCharged',    refused: 'PaymentDeclined',
    compensation: 'RefundPayment', compensated: 'PaymentRefunded' },

  { step: 'approve-order',  participant: 'order-service',     kind: 'pivot',      // once sent, there is no way back
    command: 'ApproveOrder',  succeeded: 'OrderApproved',     refused: 'OrderApprovalRefused' },

  { step: 'ship-stock',     participant: 'inventory-service', kind: 'retriable',  // repeated until it is done
    command: 'ShipStock',     succeeded: 'StockShipped' },
] as const satisfies readonly Row[];

// The names that the table may use, taken from the contracts: a wrong one does not compile.

type Commands<P extends ParticipantName> = keyof (typeof participants)[P]['commands'];
type Replies<P extends ParticipantName> = keyof (typeof participants)[P]['events'];

/** Every command that the orchestrator may send. */
export type CommandName = { [P in ParticipantName]: Commands<P> }[ParticipantName];

/** A step whose messages its participant really has. The first one's command is the customer's request. */
export type Row = {
  [P in ParticipantName]: Step & {
    readonly participant: P;
    readonly command: Commands<P> | 'PlaceOrder';
    readonly succeeded: Replies<P>;
    readonly refused?: Replies<P>;
    readonly compensation?: Commands<P>;
    readonly compensated?: Replies<P>;
  };
}[ParticipantName];

/** What customers can wish while their saga runs. */
export type Cancellation = Extract<keyof (typeof orchestrator)['replies'], 'OrderCancellationRequested'>;
