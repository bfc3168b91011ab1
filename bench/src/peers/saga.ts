// What every peer orchestrates: the same five steps as a saga of this project, and the same compensations.
import type { ServiceName } from '@saga-lab/contracts/services';

export interface PeerOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly total: number;
}

/** Step -> who does it. */
export const participantOf = {
  place: 'order-service',
  reserve: 'inventory-service',
  charge: 'payment-service',
  approve: 'order-service',
  ship: 'inventory-service',
  release: 'inventory-service',
  reject: 'order-service',
} as const satisfies Record<string, ServiceName>;

export type StepName = keyof typeof participantOf;
export type ParticipantName = (typeof participantOf)[StepName];

export const participants: readonly ParticipantName[] = [...new Set(Object.values(participantOf))];

/** The last step of a saga that goes well, and of one that is undone. */
export const LAST_STEPS: readonly StepName[] = ['ship', 'reject'];

export type End = 'completed' | 'rejected';

/** Calls the participant, as the peer calls services; whether it did the step or refused it. */
export type Perform = (step: StepName) => Promise<boolean>;

export const fulfil = async (perform: Perform): Promise<End> => {
  await perform('place');
  if (!(await perform('reserve'))) {
    await perform('reject');
    return 'rejected';
  }
  if (!(await perform('charge'))) {
    await perform('release');
    await perform('reject');
    return 'rejected';
  }
  await perform('approve');
  await perform('ship');
  return 'completed';
};

/** What a participant is asked: a step of an order, and how much of whose account it moves. */
export interface Asked {
  readonly saga: string;
  readonly step: StepName | 'open';
  readonly account: string;
  readonly amount: number;
}

export const askedOf = (
  { orderId: saga, customerId, sku, quantity, total }: PeerOrder,
  step: StepName,
): Asked =>
  participantOf[step] === 'inventory-service'
    ? { saga, step, account: sku, amount: quantity }
    : { saga, step, account: customerId, amount: total };
