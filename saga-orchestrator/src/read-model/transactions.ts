// Transactions of other protocols than the saga, for reading.
import { protocols } from '@saga-lab/protocols/index';
import { coordinators } from '@saga-lab/protocols/mounted';
import { transactionResource } from '@saga-lab/protocols/resources';
import { defaultTiming } from '@saga-lab/protocols/timing';

/** How streams are folded does not depend on how patient their roles are. */
export const transactions = transactionResource(coordinators(defaultTiming));

/** Names of protocols: of orders of all others the orchestrator only hears. */
export const coordinated: readonly string[] = protocols.flatMap(({ name, coordinator }) =>
  coordinator ? [name] : [],
);
