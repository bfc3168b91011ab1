// The real roles as abstract models see them: of each state, what the model knows of.
import { streamOf } from '@saga-lab/platform/decider/streams';
import { coordinatorName, participantNames } from '@saga-lab/protocols/parties';
import { isOpen, stageOf } from '@saga-lab/protocols/three-phase-commit/state';
import type { State } from '@saga-lab/protocols/three-phase-commit/state';
import { pieceStream } from '@saga-lab/protocols/testing/fake-resource';
import type { Process } from '../testing/three-phase-commit.ts';
import type { Member } from '../testing/transaction-commit.ts';
import type { TwoPhase } from '../testing/two-phase-commit.ts';
import type { World } from '../world.ts';
import type { Look } from './refinement.ts';

/** What participants call where they stand, whatever the protocol. */
const memberOf: Readonly<Record<string, Member>> = {
  NONE: 'working',
  PREPARED: 'prepared',
  TRIED: 'prepared',
  HOLDING: 'prepared',
  PENDING: 'prepared',
  COMMITTED: 'committed',
  CONFIRMED: 'committed',
  APPROVED: 'committed',
  ABORTED: 'aborted',
  CANCELLED: 'aborted',
  LAPSED: 'aborted',
  REFUSED: 'aborted',
  GIVEN_BACK: 'aborted',
  REJECTED: 'aborted',
};

interface Known {
  readonly status: string;
  /** Whom a coordinator has counted. */
  readonly yes?: readonly string[];
  readonly held?: readonly string[];
}

const knownAt =
  ({ stream }: Look, protocol: string, order: string) =>
  (role: string): Known =>
    (stream(role, streamOf(protocol, order)) as Known | undefined) ?? { status: 'NONE' };

const memberIn = ({ status }: Known): Member => {
  const member = memberOf[status];
  if (!member) throw new Error(`the model knows nobody who is ${status}`);
  return member;
};

/** Each participant alone: whoever decides is one of them. */
export const asTransactionCommit =
  (protocol: string, order: string) =>
  (look: Look): readonly Member[] => {
    const at = knownAt(look, protocol, order);
    return participantNames.map((name) => memberIn(at(name)));
  };

/**
 * Two-phase commit, or TCC, as the classic model sees it. Where a participant that has not voted says that it never will, the outcome
 * is decided, whether the coordinator knows it or not: to the model that is the coordinator's abort.
 */
export const asTwoPhase =
  (protocol: string, order: string) =>
  (look: Look): TwoPhase => {
    const at = knownAt(look, protocol, order);
    const managers = participantNames.map((name) => memberIn(at(name)));
    const outcome = outcomeOf(at(coordinatorName), managers);
    return plainTwoPhase({
      managers,
      coordinator: outcome,
      heard: bitsOf((name) => isHeard(at(coordinatorName), name)),
      prepared: bitsOf((_name, n) => managers[n] === 'prepared'),
      outcomes: outcome === 'init' ? [] : [outcome === 'committed' ? 'Commit' : 'Abort'],
    });
  };

const decidedOf: Readonly<Record<string, TwoPhase['coordinator']>> = {
  COMMITTING: 'committed',
  COMMITTED: 'committed',
  CONFIRMING: 'committed',
  CONFIRMED: 'committed',
  ABORTING: 'aborted',
  ABORTED: 'aborted',
  CANCELLING: 'aborted',
  CANCELLED: 'aborted',
};

const outcomeOf = ({ status }: Known, managers: TwoPhase['managers']): TwoPhase['coordinator'] =>
  decidedOf[status] ?? (managers.includes('aborted') ? 'aborted' : 'init');

const begun = ['QUOTING', 'VOTING', 'TRYING'];

/** The order service is heard when the transaction begins: placing the order is its vote. */
const isHeard = ({ status, yes = [], held = [] }: Known, name: string): boolean =>
  yes.includes(name) || held.includes(name) || (name === 'order-service' && begun.includes(status));

const bitsOf = (isSet: (name: string, n: number) => boolean): number =>
  participantNames.reduce((bits, name, n) => (isSet(name, n) ? bits | (1 << n) : bits), 0);

/** Once the coordinator has decided, nobody asks any more whom it has heard. */
const plainTwoPhase = (state: TwoPhase): TwoPhase =>
  state.coordinator === 'init' ? state : { ...state, heard: 0, prepared: 0 };

/** The model, with that in mind. */
export const withPlainStates = (model: World<TwoPhase>): Pick<World<TwoPhase>, 'key' | 'steps'> => ({
  key: (state) => model.key(plainTwoPhase(state)),
  steps: model.steps,
});

/** Three-phase commit: the participants, and the coordinator last. */
export const asThreePhase =
  (order: string) =>
  (look: Look): readonly Process[] => {
    const at = knownAt(look, '3pc', order);
    const participants = participantNames.map((name) => {
      const hasVoted = look.stream(name, pieceStream(order)) !== undefined;
      return look.isDead(name) ? ofDead(at(name), hasVoted) : ofParticipant(at(name));
    });
    const coordinator = at(coordinatorName);
    return [
      ...participants,
      look.isDead(coordinatorName) ? ofDead(coordinator, true) : ofCoordinator(coordinator),
    ];
  };

const ofDead = ({ status }: Known, hasVoted: boolean): Process => {
  const decided = decidedOf[status];
  if (decided === 'committed' || decided === 'aborted') return `died ${decided}`;
  return hasVoted ? 'lost' : 'gone';
};

const ofParticipant = (known: Known): Process => {
  const state = known as unknown as State;
  if (!isOpen(state)) return memberIn(known);
  return stageOf(state) === 'PREPARED' ? 'prepared' : 'precommitted';
};

const ofCoordinator = ({ status }: Known): Process => {
  if (status === 'PRECOMMITTING') return 'precommitted';
  const decided = decidedOf[status];
  return decided === 'committed' || decided === 'aborted' ? decided : 'prepared';
};
