// The course of one saga of the floor: who commits in which order, and what goes from one to the next.
import type { ServiceName } from '@saga-lab/contracts/services';

/** As in a saga that goes well: the order is placed, stock reserved, payment charged, the order approved, stock shipped. */
export const hops = [
  'order-service',
  'saga-orchestrator',
  'inventory-service',
  'saga-orchestrator',
  'payment-service',
  'saga-orchestrator',
  'order-service',
  'saga-orchestrator',
  'inventory-service',
  'saga-orchestrator',
] as const satisfies readonly ServiceName[];

/** Durable commits of one saga. */
export const COMMITS = hops.length;
/** Confirmed persistent messages of one saga; the last of them goes to the driver, too. */
export const MESSAGES = hops.length - 1;

export const EXCHANGE = 'floor';
export const DATABASE = 'floor';
export const COLLECTION = 'commits';
/** Routing key of the last message. */
export const LAST = 'floor.last';

export const queueOf = (service: string): string => `floor.${service}`;

/** A saga at one of its hops, counted from 0: the commit of that number is to be made. */
export interface Step {
  readonly saga: string;
  readonly hop: number;
}

/** The message that leads to the next hop; `undefined` behind the last one. */
export const messageBehind = ({
  saga,
  hop,
}: Step): { readonly key: string; readonly body: string } | undefined => {
  const service = hops[hop + 1];
  if (service === undefined) return undefined;
  return { key: hop + 1 === MESSAGES ? LAST : queueOf(service), body: `${hop + 1} ${saga}` };
};

export const stepOf = (body: string): Step => {
  const space = body.indexOf(' ');
  return { hop: Number(body.slice(0, space)), saga: body.slice(space + 1) };
};

export interface StoredStep {
  /** Names saga and hop, so that a repeated message would be found out. */
  readonly _id: string;
  readonly at: number;
}

export const idOf = ({ saga, hop }: Step): string => `${saga}.${hop}`;
export const storedStep = (step: Step, at: number): StoredStep => ({ _id: idOf(step), at });
export const idsOf = (saga: string): readonly string[] => hops.map((_service, hop) => idOf({ saga, hop }));
export const sagaIn = (id: string): string => id.slice(0, id.lastIndexOf('.'));
