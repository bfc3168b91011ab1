// What the inventory service reacts to when it comes through the broker.
import { participants } from '@saga-lab/contracts/services';
import { decider } from '../domain/decider.ts';

export const messages = { decider, schemas: participants['inventory-service'].commands };
