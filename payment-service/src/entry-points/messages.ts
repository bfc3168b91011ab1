// What the payment service reacts to: commands from the broker, and requests that come by HTTP.
import { categories } from '@saga-lab/contracts/streams';
import { holdingService } from '@saga-lab/protocols/holding-service';
import { deciderWith } from '../domain/decider.ts';
import { rolesWith } from '../domain/roles.ts';

export const messages = holdingService('payment-service', {
  categories: [categories.account, categories.payment],
  deciderWith,
  rolesWith,
});
