// What the inventory service reacts to: commands from the broker, and requests that come by HTTP.
import { categories } from '@saga-lab/contracts/streams';
import { holdingService } from '@saga-lab/protocols/holding-service';
import { deciderWith } from '../domain/decider.ts';
import { rolesWith } from '../domain/roles.ts';

export const messages = holdingService('inventory-service', {
  categories: [categories.stock, categories.reservation],
  deciderWith,
  rolesWith,
});
