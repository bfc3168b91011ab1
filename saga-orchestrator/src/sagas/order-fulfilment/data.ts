// What the saga remembers of an order, and what each of its commands carries.
import type { ChargePayment, PaymentCharged, RefundPayment } from '@saga-lab/contracts/payment';
import type {
  ReleaseStock,
  ReserveStock,
  ShipStock,
  StockInsufficient,
  StockReserved,
} from '@saga-lab/contracts/inventory';
import type { ApproveOrder, OrderApproved, OrderPlaced, RejectOrder } from '@saga-lab/contracts/order';
import type { Line, PricedLine } from '@saga-lab/contracts/primitives';
import type { Reply } from '@saga-lab/platform/decider/barrier';
import type { CommandData } from '../../saga/table.ts';
import type { CommandName } from './steps.ts';

export interface OrderMemory {
  readonly orderId: string;
  readonly customerId: string;
  readonly lines: readonly Line[];
  /** Minor units, from the prices at which inventory reserved; 0 before. */
  readonly total: number;
}

/** What a reply teaches the saga. Its data have passed the schema of its type on the way in. */
export const remember = (memory: OrderMemory | undefined, { type, data }: Reply): OrderMemory => {
  if (type === 'OrderPlaced') return { ...(data as OrderPlaced['data']), total: 0 };
  if (!memory) throw new Error(`${type} cannot be the first thing that the saga of an order hears`);
  switch (type) {
    case 'StockReserved':
      return { ...memory, total: totalOf((data as StockReserved['data']).lines) };
    default:
      return memory;
  }
};

/** The prices are inventory's to say; all else in a reply must be what the command said. */
export const isAbout = ({ customerId, lines, total }: OrderMemory, { type, data }: Reply): boolean => {
  switch (type) {
    case 'StockReserved':
      return areSameLines(lines, (data as StockReserved['data']).lines);
    case 'StockInsufficient':
      return lines.some(({ sku }) => sku === (data as StockInsufficient['data']).sku);
    case 'PaymentCharged': {
      const charged = data as PaymentCharged['data'];
      return charged.customerId === customerId && charged.amount === total;
    }
    case 'OrderApproved':
      return (data as OrderApproved['data']).total === total;
    default:
      return true;
  }
};

/** No SKU is in either of them twice. */
const areSameLines = (asked: readonly Line[], reserved: readonly Line[]): boolean =>
  asked.length === reserved.length &&
  asked.every(({ sku, quantity }) => reserved.some((line) => line.sku === sku && line.quantity === quantity));

/** Minor units; a safe integer within the limits of the contracts. */
const totalOf = (lines: readonly PricedLine[]): number =>
  lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);

const linesOf = ({ orderId, lines }: OrderMemory) => ({ orderId, lines: [...lines] });
const amountOf = ({ orderId, customerId, total }: OrderMemory) => ({ orderId, customerId, amount: total });

/** A compensation carries what was known when its action was sent: whether that had an effect may be unknown. */
export const commandData = {
  RejectOrder: ({ orderId }, reason): RejectOrder['data'] => ({ orderId, reason }),
  ReserveStock: (order): ReserveStock['data'] => linesOf(order),
  ReleaseStock: (order): ReleaseStock['data'] => linesOf(order),
  ChargePayment: (order): ChargePayment['data'] => amountOf(order),
  RefundPayment: (order): RefundPayment['data'] => amountOf(order),
  ApproveOrder: ({ orderId, total }): ApproveOrder['data'] => ({ orderId, total }),
  ShipStock: (order): ShipStock['data'] => linesOf(order),
} satisfies Record<CommandName, CommandData<OrderMemory>>;
