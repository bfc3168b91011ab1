// What must be true of every state of a protocol's world.
import type { Protocol } from '@saga-lab/protocols/protocol';
import { participantNames } from '@saga-lab/protocols/parties';
import type { SystemProperty } from '../system/roles.ts';
import { endsOf, pieceAt } from './look.ts';
import type { ProtocolView } from './look.ts';
import type { ProtocolNotes } from './notes.ts';

type Find = (view: ProtocolView, protocol: Protocol, order: string) => string | undefined;

const agreement: Find = (view, protocol, order) => {
  const { committed, aborted } = endsOf(view, protocol, order);
  return committed.length > 0 && aborted.length > 0
    ? `Of ${order}, ${committed.join(' and ')} ${have(committed)} committed, and ${aborted.join(' and ')} ${have(aborted)} aborted.`
    : undefined;
};

const have = ({ length }: readonly string[]): string => (length > 1 ? 'have' : 'has');

/** Whoever has voted yes holds something, and goes on holding it or has confirmed it. */
const everybodyHasVoted: Find = (view, _protocol, order) => {
  const pieces = participantNames.map((role) => ({ role, piece: pieceAt(view, { role, order }) }));
  const one = pieces.find(({ piece }) => piece === 'CONFIRMED');
  const missing = pieces.find(({ piece }) => piece === undefined);
  return one && missing
    ? `${one.role} has confirmed ${order}, and ${missing.role} has never held anything for it.`
    : undefined;
};

const noted =
  (which: keyof ProtocolNotes['wrong']): Find =>
  (view, _protocol, order) =>
    view.notes(order).wrong[which];

const claims: readonly { readonly name: string; readonly claim: string; readonly find: Find }[] = [
  { name: 'I-4', claim: 'nobody commits what another has aborted', find: agreement },
  { name: 'I-16', claim: 'nobody commits before all have voted yes', find: everybodyHasVoted },
  { name: 'I-5', claim: 'nothing is held twice', find: noted('I-5') },
  { name: 'I-6', claim: 'nobody holds for an order that has ended', find: noted('I-6') },
  { name: 'I-9', claim: 'no message becomes a dead letter', find: noted('I-9') },
];

export const properties = (
  protocol: Protocol,
  orders: readonly string[],
): readonly SystemProperty<ProtocolNotes>[] =>
  claims.map(({ name, claim, find }) => ({
    name,
    claim,
    finding: (view) => first(orders, (order) => find(view, protocol, order)),
  }));

const first = <T>(all: readonly T[], find: (one: T) => string | undefined): string | undefined => {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
};
