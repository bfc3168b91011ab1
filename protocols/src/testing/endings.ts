// How an order ended for each participant, as its own stream and what it holds say; what is wrong with that; and what it cost.
import { parseStream, streamOf } from '@saga-lab/platform/decider/streams';
import { participantNames } from '../parties.ts';
import type { Party } from '../parties.ts';
import type { Cost } from '../promise.ts';
import type { Protocol } from '../protocol.ts';
import { pieceStream } from './fake-resource.ts';
import { wanted } from './order.ts';
import type { Arrival, Pump } from './pump.ts';

const { orderId } = wanted;

export interface Endings {
  /** Who has made it the customer's for good. */
  readonly confirmed: readonly Party[];
  /** Who still holds something. */
  readonly holding: readonly Party[];
  readonly inDoubt: readonly Party[];
}

export const endingsOf = ({ name, inDoubt }: Protocol, { stateOf }: Pump): Endings => {
  const whose = (says: (party: Party) => boolean) => participantNames.filter(says);
  const piece = (party: Party) => stateOf(party, pieceStream(orderId));
  const status = (party: Party): string =>
    (stateOf(party, streamOf(name, orderId)) as { status?: string } | undefined)?.status ?? 'none';
  return {
    confirmed: whose((party) => piece(party) === 'CONFIRMED'),
    holding: whose((party) => piece(party) === 'HELD'),
    inDoubt: whose((party) => inDoubt.includes(status(party))),
  };
};

/**
 * Properties that a run breaks which has come to its end. I-4: what one has made final, all have. I-5: nothing is held twice.
 * I-6: whoever has heard how it ends does not begin to hold then. I-9: nothing became a dead letter. I-17: nobody
 * waits, and nothing is held.
 */
export const broken = (protocol: Protocol, system: Pump): readonly string[] => {
  const { confirmed, holding, inDoubt } = endingsOf(protocol, system);
  return [
    ...([0, participantNames.length].includes(confirmed.length) ? [] : ['I-4']),
    ...(participantNames.some(heldTwice(system)) ? ['I-5'] : []),
    ...(participantNames.some(heldAfterItsEnd(system)) ? ['I-6'] : []),
    ...(system.deadLetters.length > 0 ? ['I-9'] : []),
    ...(holding.length + inDoubt.length > 0 ? ['I-17'] : []),
  ];
};

const heldTwice =
  ({ history }: Pump) =>
  (party: Party): boolean =>
    history.filter((each) => each.at === party && isOfPiece('Held')(each)).length > 1;

/** By any of these a participant hears how an order ends. */
const OUTCOME = /\.(Commit|Abort|Confirm|Cancel|OrderApproved|OrderRejected)$/;

const heldAfterItsEnd =
  ({ history }: Pump) =>
  (party: Party): boolean => {
    const own = history.filter(({ at }) => at === party);
    const end = own.findIndex(({ cause }) => OUTCOME.test(cause));
    return end >= 0 && own.slice(end).some(isOfPiece('Held'));
  };

/** What happened to the order's piece. */
const isOfPiece =
  (...types: readonly string[]) =>
  ({ events }: Arrival): boolean =>
    events.some(({ stream, type }) => stream === pieceStream(orderId) && types.includes(type));

/** Counted from what was sent and committed; without whoever only listens. */
export const costOf = (protocol: Protocol, forced: readonly string[], system: Pump): Cost => {
  const roles = rolesOf(protocol);
  const commits = commitsOf(protocol, system);
  return {
    messages: system.sent.filter(({ to }) => roles.includes(to)).length,
    delaysUntilKnown: delaysUntilKnown(commits),
    delaysUntilDone: Math.max(...commits.map(({ depth }) => depth)),
    commits: commits.length,
    forced: commits.filter(isForced(protocol.name, forced)).length,
  };
};

/** Forced commits before the order service knows the outcome: those that papers count. */
export const forcedUntilKnown = (protocol: Protocol, forced: readonly string[], system: Pump): number => {
  const commits = commitsOf(protocol, system);
  const known = delaysUntilKnown(commits);
  return commits.filter((each) => each.depth < known && isForced(protocol.name, forced)(each)).length;
};

const rolesOf = ({ coordinator }: Protocol): readonly string[] => [
  ...participantNames,
  ...(coordinator ? ['saga-orchestrator'] : []),
];

const commitsOf = (protocol: Protocol, { history }: Pump): readonly Arrival[] => {
  const roles = rolesOf(protocol);
  return history.filter(
    ({ at, events, messages }) => roles.includes(at) && events.length + messages.length > 0,
  );
};

const delaysUntilKnown = (commits: readonly Arrival[]): number => {
  const ends = commits.filter(
    (each) => each.at === 'order-service' && isOfPiece('Confirmed', 'Released')(each),
  );
  return Math.min(...ends.map(({ depth }) => depth));
};

/** Messages one after the other from the moment at which this participant holds something until that is final or given back. */
export const delaysHeld = ({ history }: Pump, party: Party): number => {
  const depthOf = (...types: readonly string[]): number =>
    history.find((each) => each.at === party && isOfPiece(...types)(each))?.depth ?? NaN;
  return depthOf('Confirmed', 'Released') - depthOf('Held');
};

const isForced =
  (name: string, forced: readonly string[]) =>
  ({ events }: Arrival): boolean =>
    events.some(({ stream, type }) => parseStream(stream).category === name && forced.includes(type));
