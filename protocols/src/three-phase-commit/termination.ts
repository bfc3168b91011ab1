// The termination protocol: how participants end a transaction without its coordinator.
// Source: D. Skeen, Nonblocking Commit Protocols, SIGMOD 1981; Bernstein, Hadzilacos, Goodman 1987, section 7.5. It is right as long as
// nobody is taken for dead who is alive.
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import { coordinatorName, peersOf } from '../parties.ts';
import type { Party } from '../parties.ts';
import type { Timing } from '../protocol.ts';
import { answered, ignored } from '../role.ts';
import type { Reaction, Send } from '../role.ts';
import { wantedOf } from '../terms.ts';
import { settle } from '../voting/participation.ts';
import type { Here, OutcomeMessage } from '../voting/participation.ts';
import type { Acked, Leader, Patience, PreCommit, StateAsk, StateIs } from './messages.ts';
import { isOverdue, isUnbegun, patience } from './patience.ts';
import { rankOf, silent, unsuspected, withDead } from './rank.ts';
import { stageOf } from './state.ts';
import type { Heard, Leading, Open, StateNote, Terminating, TerminationJoined } from './state.ts';

export type Reacted = Reaction<StateNote>;

/** A participant at a moment. */
export interface Place extends Here {
  readonly timing: Timing;
}

/**
 * Whoever asks has found others dead: what those say is not done here any more, unless it is the outcome. The order service, which
 * waits longest, has no reason to do so any more.
 */
export const sayState = (here: Place, state: Open, { data, ...stamp }: StateAsk & Stamp): Reacted => {
  const { self } = here;
  const { by, round } = data;
  const stage = stageOf(state);
  const terms = stage === 'PRECOMMITTED' ? { terms: state.terms } : {};
  const wanted = wantedOf(data);
  const joined = joining(self, state, data.dead);
  return {
    notes: joined ? [{ type: 'TerminationJoined', data: joined }] : [],
    sends: [
      { type: 'StateIs', data: { ...wanted, by: self, round, stage, ...terms }, to: by },
      ...(joined?.round === undefined ? [] : [patience(here, { wanted, round: joined.round }, stamp)]),
    ],
  };
};

const joining = (self: Party, state: Open, found: readonly Leader[]): TerminationJoined | undefined => {
  const dead = withDead(
    state.dead,
    found.filter((name) => name !== self),
  );
  if (dead.length === state.dead.length) return undefined;
  return isUnbegun(self, state.round) ? { dead, round: state.round + 1 } : { dead };
};

/** From the coordinator, or from a peer that leads in its place. */
export const preCommit = (
  { self }: Place,
  state: Open,
  message: Message<'PreCommit', PreCommit['data']>,
): Reacted => {
  const { by, ...terms } = message.data;
  if (state.dead.includes(by)) return notFromTheDead(self, message);
  const acked: Send = { type: 'Acked', data: { ...wantedOf(terms), by: self }, to: by };
  return state.status === 'PRECOMMITTED' || state.status === 'LEADING'
    ? answered(acked)
    : { notes: [{ type: 'PreCommitted', data: { terms, leader: by } }], sends: [acked] };
};

/** The coordinator is told, so that it does not go on by itself. */
const notFromTheDead = (self: Party, message: Message<'PreCommit', PreCommit['data']>): Reacted => {
  const { orderId, by } = message.data;
  const told: Send = { type: 'TakenForDead', data: { orderId, by: self }, to: coordinatorName };
  return { ...ignored(message, 'SENDER_IS_TAKEN_FOR_DEAD'), sends: by === coordinatorName ? [told] : [] };
};

/**
 * Whoever has not said anything counts as dead: first the coordinator, then each peer that is asked and does not answer. Who was
 * away itself asks once more instead.
 */
export const losePatience = (
  here: Place,
  state: Open,
  { data: { wanted, due }, ...stamp }: Patience & Stamp,
): Reacted => {
  const hasAsked = state.status === 'TERMINATING' || state.status === 'LEADING';
  const wasAway = hasAsked && isOverdue(due, stamp, here.timing);
  const dead = wasAway ? state.dead : withDead(state.dead, silent(here.self, state));
  if (state.status === 'LEADING' && !wasAway) return commit(here, { ...state, dead });
  const round = state.round + 1;
  const asked = unsuspected(here.self, dead);
  const begun: StateNote = { type: 'TerminationBegun', data: { round, dead } };
  const asking = {
    ...state,
    ...begun.data,
    status: 'TERMINATING',
    stage: stageOf(state),
    heard: [],
  } as const;
  if (asked.length === 0) return then(begun, conclude(here, asking, stamp));
  return {
    notes: [begun],
    sends: [
      { type: 'AskOutcome', data: { ...wanted, by: here.self }, to: coordinatorName },
      ...asked.map((to) => ({ type: 'StateAsk', data: { ...wanted, by: here.self, round, dead }, to })),
      patience(here, { wanted, round }, stamp),
    ],
  };
};

export const hearState = (here: Place, state: Terminating, message: StateIs & Stamp): Reacted => {
  const { by, round, stage, terms } = message.data;
  if (round !== state.round || state.dead.includes(by)) return ignored(message, 'TOO_LATE');
  if (state.heard.some((one) => one.by === by)) return ignored(message, 'HEARD_BEFORE');
  const heard: Heard = { by, stage, ...(terms && { terms }) };
  const now: Terminating = { ...state, heard: [...state.heard, heard] };
  const note: StateNote = { type: 'StateHeard', data: heard };
  return silent(here.self, now).length > 0
    ? { notes: [note], sends: [] }
    : then(note, conclude(here, now, message));
};

export const countAck = (here: Place, state: Leading, message: Acked): Reacted => {
  const { by } = message.data;
  if (state.acked.includes(by)) return ignored(message, 'COUNTED_BEFORE');
  const note: StateNote = { type: 'AckCounted', data: { by } };
  const now: Leading = { ...state, acked: [...state.acked, by] };
  return silent(here.self, now).length > 0 ? { notes: [note], sends: [] } : then(note, commit(here, now));
};

/** Whoever leads tells those who wait for it, although it has the outcome from somebody else. */
export const end = (here: Place, state: Open, message: OutcomeMessage): Reacted => {
  const { type, data } = message;
  const settled = settle(here, message);
  const peers = state.status === 'LEADING' ? peersOf(here.self) : [];
  return { ...settled, sends: [...peers.map((to): Send => ({ type, data, to })), ...settled.sends] };
};

/** All have answered whom nobody takes for dead, and none of them knows the outcome. The first of them in rank leads. */
const conclude = (here: Place, state: Terminating, stamp: Stamp): Reacted => {
  const { heard, dead, wanted } = state;
  if (heard.some(({ by }) => rankOf(by) < rankOf(here.self))) return { notes: [], sends: [] };
  const terms = [state, ...heard].find(({ stage }) => stage === 'PRECOMMITTED')?.terms;
  if (!terms) return abort(here, state);
  const told = heard.filter(({ stage }) => stage === 'PREPARED').map(({ by }) => by);
  const acked = heard.filter(({ stage }) => stage === 'PRECOMMITTED').map(({ by }) => by);
  const round = state.round + 1;
  const leading: Leading = { status: 'LEADING', wanted, dead, terms, round, acked };
  const notes: readonly StateNote[] = [
    { type: 'PreCommitted', data: { terms, leader: here.self } },
    { type: 'LeadTaken', data: { terms, round, acked } },
  ];
  if (told.length === 0) return then(notes, commit(here, leading));
  return {
    notes,
    sends: [
      ...told.map((to) => ({ type: 'PreCommit', data: { ...terms, by: here.self }, to })),
      patience(here, { wanted, round }, stamp),
    ],
  };
};

const commit = (here: Place, { terms, dead }: Leading): Reacted => {
  const peers = peersOf(here.self).map((to): Send => ({ type: 'Commit', data: terms, to }));
  return decided('CommitDecided', dead, peers, settle(here, { type: 'Commit', data: terms }));
};

const REASON = 'COORDINATOR_IS_SILENT';

const abort = (here: Place, { wanted, dead }: Terminating): Reacted => {
  const data = { ...wanted, reason: REASON };
  const peers = peersOf(here.self).map((to): Send => ({ type: 'Abort', data, to }));
  return decided('AbortDecided', dead, peers, settle(here, { type: 'Abort', data }));
};

const decided = (
  type: 'CommitDecided' | 'AbortDecided',
  dead: readonly Leader[],
  peers: readonly Send[],
  settled: Reacted,
): Reacted => ({
  ...settled,
  notes: [{ type, data: { dead } }, ...settled.notes],
  sends: [...peers, ...settled.sends],
});

const then = (first: StateNote | readonly StateNote[], next: Reacted): Reacted => ({
  ...next,
  notes: [first, next.notes].flat(),
});
