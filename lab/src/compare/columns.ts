// The ways to agree that are compared, each with what it promises and with whoever takes part.
import { orchestrator, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { protocols } from '@saga-lab/protocols/index';
import { participantNames } from '@saga-lab/protocols/parties';
import type { ProtocolPromise } from '@saga-lab/protocols/promise';
import { promises } from '@saga-lab/protocols/promises';
import { promise as sagaPromise } from '@saga-lab/protocols/saga/promise';
import { promiseWithTtl } from '@saga-lab/protocols/tcc/promise';

export interface Column {
  readonly name: string;
  /** As in `POST /orders {protocol}`. */
  readonly protocol: string;
  /** After which what TCC has on hold ends by itself, milliseconds; 0: never. */
  readonly holdTtlMs: number;
  readonly promise: ProtocolPromise;
  /** Whose messages and commits count: whoever only listens takes no part. */
  readonly parties: readonly ServiceName[];
}

const others: readonly Column[] = protocols.flatMap(({ name, coordinator }) => {
  const promise = promises[name];
  const parties = coordinator ? serviceNames : participantNames;
  return promise ? [{ name, protocol: name, promise, parties, holdTtlMs: 0 }] : [];
});

const TTL_MS = 30_000;

/** Behind the protocol the same one with a TTL, where it has any. */
const withTtl = (column: Column): readonly Column[] =>
  column.name === 'tcc'
    ? [column, { ...column, name: 'tcc-ttl', promise: promiseWithTtl, holdTtlMs: TTL_MS }]
    : [column];

export const columns: readonly Column[] = [
  { name: 'saga', protocol: 'saga', promise: sagaPromise, parties: serviceNames, holdTtlMs: 0 },
  ...others.flatMap(withTtl),
];

/** Who coordinates; where nobody does, a watcher is in its place. */
export const coordinator = orchestrator.name;
