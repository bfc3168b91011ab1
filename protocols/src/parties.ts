// Who takes part in every protocol: the services that hold something for an order, and where the coordinator runs.
import { orchestrator } from '@saga-lab/contracts/services';
import type { ParticipantName } from '@saga-lab/contracts/services';
import * as z from 'zod';

export const coordinatorName = orchestrator.name;

/** In the order in which they rank: the customer's order was first. */
export const participantNames = [
  'order-service',
  'inventory-service',
  'payment-service',
] as const satisfies readonly ParticipantName[];

/** A participant, as messages name it. */
export const Party = z.enum(participantNames);
export type Party = z.infer<typeof Party>;

export const peersOf = (self: string): readonly Party[] => participantNames.filter((name) => name !== self);
