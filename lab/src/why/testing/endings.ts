// Every kind of ending that an order can come to, played by the services themselves in virtual time.
import type { ScriptedLab } from '../../testing/scripted-lab.ts';

export interface Ending {
  /** Heading on the page, and name of the test. */
  readonly title: string;
  /** What was done, for the page. */
  readonly what: string;
  /** What to do with five lamps at 300 and an account of 1,000 of ada; the order that is then asked about is `o1`. */
  readonly play: (lab: ScriptedLab) => Promise<unknown>;
}

const two = [{ sku: 'lamp', quantity: 2 }];

export const endings: readonly Ending[] = [
  {
    title: 'Completed',
    what: 'Nothing went wrong.',
    play: async (lab) => {
      await lab.place('o1', 'ada', two);
      await lab.pass(2_000);
    },
  },
  {
    title: 'Refused for want of money',
    what: 'Bob has 100 and orders for 600.',
    play: async (lab) => {
      await lab.putAccount('bob', 100);
      await lab.place('o1', 'bob', two);
      await lab.pass(2_000);
    },
  },
  {
    title: 'Refused for want of stock',
    what: 'Nine are ordered where there are five.',
    play: async (lab) => {
      await lab.place('o1', 'ada', [{ sku: 'lamp', quantity: 9 }]);
      await lab.pass(2_000);
    },
  },
  {
    title: 'Unknown SKU',
    what: 'Nobody sells hats here.',
    play: async (lab) => {
      await lab.place('o1', 'ada', [{ sku: 'hat', quantity: 1 }]);
      await lab.pass(2_000);
    },
  },
  {
    title: 'No answer in time, and the command comes late',
    what: 'The command to charge is held back until its saga is over.',
    play: async (lab) => {
      lab.hold('ChargePayment');
      await lab.place('o1', 'ada', two);
      await lab.pass(8_000);
      await lab.release('ChargePayment');
      await lab.pass(1_000);
    },
  },
  {
    title: 'A late reply',
    what: 'The money is charged, but the answer is held back until its saga is over.',
    play: async (lab) => {
      lab.hold('PaymentCharged');
      await lab.place('o1', 'ada', two);
      await lab.pass(8_000);
      await lab.release('PaymentCharged');
      await lab.pass(1_000);
    },
  },
  {
    title: 'Cancelled by the customer',
    what: 'The customer cancels while the stock is being reserved.',
    play: async (lab) => {
      lab.hold('StockReserved');
      await lab.place('o1', 'ada', two);
      await lab.pass(500);
      await lab.cancel('o1');
      await lab.pass(3_000);
    },
  },
  {
    title: 'Cancelled at the last moment',
    what: 'The customer cancels while the order is being approved.',
    play: async (lab) => {
      lab.hold('ApproveOrder');
      await lab.place('o1', 'ada', two);
      await lab.pass(500);
      await lab.cancel('o1');
      await lab.pass(500);
      await lab.release('ApproveOrder');
      await lab.pass(3_000);
    },
  },
  {
    title: 'Given up by an operator',
    what: 'Payment does not answer, and an operator does not want to wait.',
    play: async (lab) => {
      lab.hold('ChargePayment');
      await lab.place('o1', 'ada', two);
      await lab.pass(500);
      await lab.operator('AbortSaga', 'o1', 'wrong price in the shop');
      await lab.pass(1_000);
    },
  },
  {
    title: 'A repeated command',
    what: 'The first answer about the shipment is late, so the command is sent twice, and done once.',
    play: async (lab) => {
      lab.hold('StockShipped');
      await lab.place('o1', 'ada', two);
      await lab.pass(2_000);
      await lab.release('StockShipped');
      await lab.pass(1_000);
    },
  },
  {
    title: 'Parked, and resolved by hand',
    what: 'No answer about the shipment comes at all; an operator has seen that it has left.',
    play: async (lab) => {
      lab.hold('StockShipped');
      await lab.place('o1', 'ada', two);
      await lab.pass(10_000);
      await lab.operator('RetrySaga', 'o1', '');
      await lab.pass(1_000);
      await lab.operator('ResolveStep', 'o1', 'I have seen it leave');
      await lab.pass(1_000);
    },
  },
  {
    title: 'A dead letter, handled again',
    what: 'Inventory cannot handle the command to ship, until it is mended.',
    play: async (lab) => {
      lab.hold('ShipStock');
      await lab.place('o1', 'ada', two);
      await lab.pass(500);
      const replay = await lab.giveUp('ShipStock', 'inventory-service', 'an exception while deciding');
      await replay('grace');
      await lab.pass(1_000);
    },
  },
  {
    title: 'Not finished: a dead letter',
    what: 'The same, before anybody has looked.',
    play: async (lab) => {
      lab.hold('ShipStock');
      await lab.place('o1', 'ada', two);
      await lab.pass(500);
      await lab.giveUp('ShipStock', 'inventory-service', 'an exception while deciding');
    },
  },
  {
    title: 'Not finished: parked',
    what: 'Nobody has looked at the parked saga yet.',
    play: async (lab) => {
      lab.hold('StockShipped');
      await lab.place('o1', 'ada', two);
      await lab.pass(10_000);
    },
  },
  {
    title: 'Not finished: a message that the broker has not taken',
    what: 'The broker confirms no answer of payment.',
    play: async (lab) => {
      lab.silence('PaymentCharged');
      await lab.place('o1', 'ada', two);
      await lab.pass(500);
    },
  },
  {
    title: 'Not finished: a participant that does not answer',
    what: 'The command to charge is with the broker, and nobody takes it.',
    play: async (lab) => {
      lab.hold('ChargePayment');
      await lab.place('o1', 'ada', two);
      await lab.pass(500);
    },
  },
  {
    title: 'Not finished: no saga has begun',
    what: 'The announcement of the order is with the broker, and nobody takes it.',
    play: async (lab) => {
      lab.hold('OrderPlaced');
      await lab.place('o1', 'ada', two);
      await lab.pass(500);
    },
  },
];
