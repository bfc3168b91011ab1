// The settings of a service that holds something for orders until others have decided.
import { integer } from '@saga-lab/platform/service/integer';
import type * as z from 'zod';
import { locksSetting } from './locks/setting.ts';

interface HoldDefaults {
  readonly stepDeadlineMs: number;
  readonly holdTtlMs: number;
}

const HOUR_MS = 3_600_000;

export const holdSettings = ({ stepDeadlineMs, holdTtlMs }: HoldDefaults) => ({
  STEP_DEADLINE_MS: integer(100, HOUR_MS)
    .default(stepDeadlineMs)
    .describe(
      'As at the orchestrator: how long all votes of an order may take. Whoever waits for the outcome asks for it only later',
    ),
  HOLD_TTL_MS: integer(0, HOUR_MS)
    .default(holdTtlMs)
    .describe(
      'After which a hold of protocol tcc ends by itself, so that nobody waits for a coordinator that is away; 0: never. It must outlast STEP_DEADLINE_MS and two slow messages: what lapses sooner may be confirmed by others',
    ),
  LOCKS: locksSetting,
});

/** How slow a message may be, queues and outboxes included, for which a TTL has to leave room. */
const SLOWEST_MS = 1_000;

/**
 * A TTL that cannot even outlast the deadline would let orders be confirmed by half without anything failing, and nobody sets that
 * on purpose: tests and lessons that want to see it set up a component, which takes any.
 */
export const expectLongEnough = (
  { STEP_DEADLINE_MS, HOLD_TTL_MS }: { readonly STEP_DEADLINE_MS: number; readonly HOLD_TTL_MS: number },
  context: z.RefinementCtx,
): void => {
  const least = STEP_DEADLINE_MS + 2 * SLOWEST_MS;
  if (HOLD_TTL_MS > 0 && HOLD_TTL_MS < least)
    context.addIssue({
      code: 'custom',
      path: ['HOLD_TTL_MS'],
      message: `must be 0, or at least ${least}: STEP_DEADLINE_MS and two slow messages`,
    });
};
