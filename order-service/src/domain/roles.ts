// The roles that the order service plays in all protocols but the saga, over its own orders.
import { behindBarrier } from '@saga-lab/platform/decider/barrier';
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import { participants } from '@saga-lab/protocols/mounted';
import type { Timing } from '@saga-lab/protocols/protocol';
import { acceptance } from './resource.ts';

/** By protocol. `streamFolds`: how orders are folded. */
export const rolesOver = (streamFolds: DeciderPart['streamFolds'], timing: Timing) =>
  participants({ self: 'order-service', resource: behindBarrier(acceptance), streamFolds }, timing);
