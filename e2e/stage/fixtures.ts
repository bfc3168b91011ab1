// What a run of a scenario has made and done, which the checks of the lab need to know afterwards.

export interface Fixtures {
  readonly customers: string[];
  readonly skus: string[];
  /** Ids of the orders that were accepted. */
  readonly orders: string[];
  readonly tampering: {
    /** Ids of messages that no service sent. */
    readonly forged: string[];
    /** How confirmed messages may have got lost: `the broker's data was wiped`. */
    readonly losses: string[];
    /** A part of the reason of each dead letter that must come. */
    readonly deadLetters: string[];
    /** Ids of orders about which the services need not agree: their protocol promises nothing for what was done. */
    readonly outsidePromise: string[];
  };
}

export const noFixtures = (): Fixtures => ({
  customers: [],
  skus: [],
  orders: [],
  tampering: { forged: [], losses: [], deadLetters: [], outsidePromise: [] },
});

export const notesOn = ({ orders, tampering }: Fixtures) => ({
  /** Notes an order that was accepted in another way than by `placeOrder`. */
  noteAccepted: (orderId: string): void => {
    if (!orders.includes(orderId)) orders.push(orderId);
  },
  /** Notes the id of a message that no service sent. */
  noteForged: (id: string): void => void tampering.forged.push(id),
  /** Notes that confirmed messages may be lost, and how: `the broker's data was wiped`. */
  noteLoss: (how: string): void => void tampering.losses.push(how),
  /** Notes an order that came into a situation for which its protocol promises nothing. */
  noteOutsidePromise: (orderId: string): void => void tampering.outsidePromise.push(orderId),
  /** One dead letter must come, with a reason that has this in it; any other counts as a violation. */
  expectDeadLetter: (reason: string): void => void tampering.deadLetters.push(reason),
});
