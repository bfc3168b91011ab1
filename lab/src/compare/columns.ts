// The ways to agree that are compared, each with what it promises and with whoever takes part.
import { orchestrator, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { protocols } from '@saga-lab/protocols/index';
import { participantNames } from '@saga-lab/protocols/parties';
import type { ProtocolPromise } from '@saga-lab/protocols/promise';
import { promises } from '@saga-lab/protocols/promises';
import { promise as sagaPromise } from '@saga-lab/protocols/saga/promise';

export interface Column {
  /** As in `POST /orders {protocol}`. */
  readonly name: string;
  readonly promise: ProtocolPromise;
  /** Whose messages and commits count: whoever only listens takes no part. */
  readonly parties: readonly ServiceName[];
}

const others: readonly Column[] = protocols.flatMap(({ name, coordinator }) => {
  const promise = promises[name];
  return promise ? [{ name, promise, parties: coordinator ? serviceNames : participantNames }] : [];
});

export const columns: readonly Column[] = [
  { name: 'saga', promise: sagaPromise, parties: serviceNames },
  ...others,
];

/** Who coordinates; where nobody does, a watcher is in its place. */
export const coordinator = orchestrator.name;
