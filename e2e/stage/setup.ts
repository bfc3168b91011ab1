// How a system is set up for what a scenario needs.
import type { SystemOptions } from '@saga-lab/launcher/system/system';
import type { Needs } from './needs.ts';

/** Loaded into the services, so that a signal can fill their heaps. */
const memoryEater = new URL('../faults/memory-eater.mjs', import.meta.url).href;

/** Waits that take minutes otherwise take seconds. */
const shortWaits = {
  REPEAT_FIRST_MS: '200',
  REPEAT_MOST_MS: '1000',
  TRIES_BEFORE_PARKED: '3',
  SLOW_REPEAT_MS: '2000',
  ANNOUNCE_AFTER_MS: '2000',
  GIVE_UP_AFTER_MS: '6000',
  LEASE_MS: '2000',
};

export const setupFor = (
  needs: Needs,
): Pick<SystemOptions, 'env' | 'instances' | 'ownServers' | 'isCluster'> => ({
  env: environmentFor(needs),
  ownServers: needs.ownServers === true,
  isCluster: needs.cluster === true,
  ...(needs.instances !== undefined && { instances: needs.instances }),
});

const environmentFor = ({ stepDeadlineMs, admission, heapMib }: Needs): Readonly<Record<string, string>> => ({
  ...(stepDeadlineMs !== undefined && { ...shortWaits, STEP_DEADLINE_MS: String(stepDeadlineMs) }),
  ...(admission && {
    MOST_PENDING_ORDERS: String(admission.pendingOrders),
    WRITES_PER_SECOND: String(admission.writesPerSecond),
  }),
  ...(heapMib !== undefined && {
    NODE_OPTIONS: `--max-old-space-size=${heapMib} --import=${memoryEater}`,
  }),
});
