// What happens to an order under another protocol than the saga, so that a message of a cell is sent.
import { orchestrator } from '@saga-lab/contracts/services';
import type { ParticipantName, ServiceName } from '@saga-lab/contracts/services';
import type { Way } from './points.ts';

/** A message, by its name inside the protocol, that does not get through to a service. */
export type Held = readonly [ServiceName, message: string];

export interface Course {
  /** The customer cannot pay; there is nothing on the shelf. */
  readonly lacks?: 'money' | 'pieces';
  /** Kept back from before the order is placed until the process has died as often as it should. */
  readonly holds?: readonly Held[];
  /** What a person does, or what becomes of the shelf, once the first of them has come. */
  readonly then?: 'the customer cancels' | 'the last piece goes' | 'an operator aborts' | ByHand;
  /** The first of them is let through once this one has come, too. */
  readonly untilThereIs?: Held;
  /** A timer of many seconds leads to the message: the order is placed ahead of its cell, and another one if it was missed. */
  readonly late?: true;
}

interface ByHand {
  readonly commitsAt: ParticipantName;
}

export const [coordinator, order, inventory, payment] = [
  orchestrator.name,
  'order-service',
  'inventory-service',
  'payment-service',
] as const satisfies readonly ServiceName[];

/** `sent order-service Abort`; a star stands for any. */
export type Pattern = `${Way | '*'} ${ServiceName | '*'} ${string}`;

/** What one protocol needs of an order, beside one that nothing happens to. The first pattern that fits counts. */
export interface Courses {
  readonly special: readonly (readonly [Pattern, Course])[];
  /** Such a message is only answered. */
  readonly eventless: readonly Pattern[];
  /** What is never sent or never heard, and why. */
  readonly never: readonly (readonly [Pattern, because: string])[];
}

export const keptBack = (...holds: readonly Held[]): Course => ({ holds });
/** Whoever is kept waiting asks in the end. */
export const late = (course: Course): Course => ({ ...course, late: true });
export const cancelled = (...holds: readonly Held[]): Course => ({ holds, then: 'the customer cancels' });
export const byHand = (service: ParticipantName, message: string): Course => ({
  holds: [[service, message]],
  then: { commitsAt: service },
});
export const poor: Course = { lacks: 'money' };
export const soldOut: Course = { lacks: 'pieces' };
