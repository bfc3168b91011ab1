// How an order is fulfilled, to be read aloud: step by step downwards, and what undoes it on the right, upwards.
import type { Row } from './row.ts';

// prettier-ignore
export const steps = [
  { step: 'place-order',    participant: 'order-service',     kind: 'compensatable',
    command: 'PlaceOrder',    succeeded: 'OrderPlaced',       // the customer's own request, which starts the saga
    compensation: 'RejectOrder',   compensated: 'OrderRejected' },

  { step: 'reserve-stock',  participant: 'inventory-service', kind: 'compensatable',
    command: 'ReserveStock',  succeeded: 'StockReserved',     refused: 'StockInsufficient',
    compensation: 'ReleaseStock',  compensated: 'StockReleased' },

  { step: 'charge-payment', participant: 'payment-service',   kind: 'compensatable',
    command: 'ChargePayment', succeeded: 'PaymentCharged',    refused: 'PaymentDeclined',
    compensation: 'RefundPayment', compensated: 'PaymentRefunded' },

  { step: 'approve-order',  participant: 'order-service',     kind: 'pivot',      // once sent, there is no way back
    command: 'ApproveOrder',  succeeded: 'OrderApproved',     refused: 'OrderApprovalRefused' },

  { step: 'ship-stock',     participant: 'inventory-service', kind: 'retriable',  // repeated until it is done
    command: 'ShipStock',     succeeded: 'StockShipped' },
] as const satisfies readonly Row[];
