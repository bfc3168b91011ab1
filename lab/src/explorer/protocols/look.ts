// What a state of a protocol's world shows of one order at each service.
import { orchestrator } from '@saga-lab/contracts/services';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { participantNames } from '@saga-lab/protocols/parties';
import { pieceStream } from '@saga-lab/protocols/testing/fake-resource';
import type { Piece } from '@saga-lab/protocols/testing/fake-resource';
import type { Protocol } from '@saga-lab/protocols/protocol';
import type { View } from '../system/roles.ts';
import type { ProtocolNotes } from './notes.ts';

export type ProtocolView = View<ProtocolNotes>;

export const statusAt = (
  view: ProtocolView,
  { name }: Protocol,
  at: { role: string; order: string },
): string =>
  (view.stream(at.role, streamOf(name, at.order)) as { readonly status: string } | undefined)?.status ??
  'NONE';

export const pieceAt = (view: ProtocolView, at: { role: string; order: string }): Piece | undefined =>
  view.stream(at.role, pieceStream(at.order)) as Piece | undefined;

const committed = ['COMMITTED', 'COMMITTING', 'CONFIRMED', 'CONFIRMING', 'HALF_CONFIRMED', 'APPROVED'];
const aborted = ['ABORTED', 'ABORTING', 'CANCELLED', 'CANCELLING', 'REJECTED', 'GIVEN_BACK'];

/** What is left of a dead role that anybody can see: which way it had decided. */
export const remains = (state: unknown): unknown => {
  const status = (state as { readonly status?: string } | undefined)?.status;
  if (status === undefined) return state;
  return { status: [...committed, ...aborted].includes(status) ? status : 'OPEN' };
};

/** Who has committed, and who has aborted; a coordinator by what it has decided. */
export const endsOf = (view: ProtocolView, protocol: Protocol, order: string) => {
  const has = (statuses: readonly string[], piece: Piece) => (role: string) =>
    statuses.includes(statusAt(view, protocol, { role, order })) || pieceAt(view, { role, order }) === piece;
  const all = [...(protocol.coordinator ? [orchestrator.name] : []), ...participantNames];
  return {
    committed: all.filter(has(committed, 'CONFIRMED')),
    aborted: all.filter(has(aborted, 'RELEASED')),
  };
};

/** The order has ended, and nobody who is alive waits for that. */
export const hasEnded = (view: ProtocolView, order: string): boolean => {
  const isOpen = (role: string): boolean =>
    pieceAt(view, { role, order }) === 'HELD' ||
    (role === 'order-service' && pieceAt(view, { role, order }) === undefined);
  return participantNames.every((role) => view.isDead(role) || !isOpen(role));
};
