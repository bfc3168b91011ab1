// The barrier: around a participant's decider, it makes repeated, late and overtaking commands harmless.
// Source of the three anomalies (repeat, empty compensation, hanging action): the sub-transaction barrier of dtm and
// the fence of Apache Seata's TCC mode; here it is decided in the same commit as the effect.
import { byStream } from './by-stream.ts';
import type { Decider, Decision, NewEvent, States } from './decider.ts';
import type { Message, Outgoing, Stamp } from './message.ts';
import type { Resource } from './resource.ts';

export type Operation = 'action' | 'compensation';

/** What the barrier says about a command. */
export type BarrierAnswer = 'APPLIED' | 'DUPLICATE' | 'EMPTY' | 'HANGING_REJECTED';

declare module './message.ts' {
  /** A command of a saga has the first three; a reply echoes them, and has the fourth. */
  interface Attributes {
    readonly sagaId?: string | undefined;
    readonly step?: string | undefined;
    readonly operation?: Operation | undefined;
    readonly answer?: BarrierAnswer | undefined;
  }
}

export interface Reply {
  readonly type: string;
  readonly data: unknown;
}

/** What a participant decides when nothing is out of order. A command of a saga must be replied to. */
export interface ParticipantDecision<E extends NewEvent> extends Decision<E> {
  readonly reply?: Reply & { readonly refused?: boolean };
}

/** A decider that knows its business only, and nothing of repeats and disorder. */
export interface Participant<S, M extends Message, E extends NewEvent> {
  readonly streams: (message: M) => readonly string[];
  readonly decide: (states: States<S>, message: M & Stamp) => ParticipantDecision<E>;
  readonly evolve: (state: S | undefined, event: E) => S;
  readonly wants: (states: States<S>, timer: M) => boolean;
  /** The stream of this one saga at this participant: it keeps the barrier. */
  readonly home: (command: CommandOf<M>) => string;
  /** The reply to a compensation when there is nothing to undo. */
  readonly nothingToUndo: (command: CompensationOf<M>) => Reply;
}

/** Those of the messages that are commands of a saga, and those that undo. */
type CommandOf<M> = Extract<M, Command>;
type CompensationOf<M> = Extract<M, Command & { readonly operation: 'compensation' }>;

/** The note that the barrier keeps in the home stream of every command it lets through or turns away. */
export type CommandAnswered = NewEvent<
  'CommandAnswered',
  {
    readonly saga: string;
    readonly step: string;
    readonly operation: Operation;
    readonly answer: BarrierAnswer;
    readonly refused: boolean;
    readonly reply: Reply;
  }
>;

export interface Guarded<S> {
  readonly state: S | undefined;
  readonly answered: Readonly<Record<string, CommandAnswered['data']>>;
}

interface Command extends Message {
  readonly sagaId: string;
  readonly step: string;
  readonly operation: Operation;
}

const isCommand = <M extends Message>(message: M): message is M & CommandOf<M> & Command =>
  message.sagaId !== undefined && message.step !== undefined && message.operation !== undefined;

const isCompensation = <M extends Message>(command: M): command is M & CompensationOf<M> =>
  command.operation === 'compensation';

const keyOf = (saga: string, step: string, operation: Operation): string => `${saga}/${step}/${operation}`;

const isNote = (event: NewEvent): event is CommandAnswered => event.type === 'CommandAnswered';

/**
 * Wraps a participant. Messages that are no command of a saga pass through untouched.
 * Every command is answered `APPLIED`, `DUPLICATE`, `EMPTY` or `HANGING_REJECTED`; only the first has an effect.
 */
export const barrier = <S, M extends Message, E extends NewEvent>(
  participant: Participant<S, M, E>,
): Decider<Guarded<S>, M, E | CommandAnswered> => ({
  streams: (message) => participant.streams(message),
  decide: (states, message) =>
    isCommand(message)
      ? decideCommand(participant, states, message)
      : participant.decide(unguarded(states), message),
  evolve: (guarded = { state: undefined, answered: {} }, event) => {
    if (!isNote(event)) return { ...guarded, state: participant.evolve(guarded.state, event) };
    const { saga, step, operation } = event.data;
    return { ...guarded, answered: { ...guarded.answered, [keyOf(saga, step, operation)]: event.data } };
  },
  wants: (states, timer) => participant.wants(unguarded(states), timer),
});

const decideCommand = <S, M extends Message, E extends NewEvent>(
  participant: Participant<S, M, E>,
  states: States<Guarded<S>>,
  command: M & CommandOf<M> & Command & Stamp,
): Decision<E | CommandAnswered> => {
  const home = participant.home(command);
  const earlier = (operation: Operation) =>
    states[home]?.answered[keyOf(command.sagaId, command.step, operation)];
  const before = earlier(command.operation);
  if (before) return { events: [], messages: [replyTo(command, before.reply, 'DUPLICATE')] };

  if (isCompensation(command)) {
    const action = earlier('action');
    if (!action || action.refused)
      return turnAway(home, command, 'EMPTY', participant.nothingToUndo(command));
  } else if (earlier('compensation')) {
    const data = { command: command.type, reason: 'COMPENSATED_BEFORE' };
    return turnAway(home, command, 'HANGING_REJECTED', { type: 'CommandRejected', data });
  }
  return apply(home, command, participant.decide(unguarded(states), command));
};

const apply = <E extends NewEvent>(
  home: string,
  command: Command,
  decision: ParticipantDecision<E>,
): Decision<E | CommandAnswered> => {
  if (!decision.reply)
    throw new Error(`the participant returned no \`reply\` for saga command ${command.type}`);
  const { refused = false, ...reply } = decision.reply;
  return {
    events: [...decision.events, note(home, command, { answer: 'APPLIED', refused, reply })],
    messages: [replyTo(command, reply, 'APPLIED'), ...decision.messages],
  };
};

const turnAway = (home: string, command: Command, answer: BarrierAnswer, reply: Reply) => ({
  events: [note(home, command, { answer, refused: false, reply })],
  messages: [replyTo(command, reply, answer)],
});

const note = (
  stream: string,
  command: Command,
  { answer, refused, reply }: { answer: BarrierAnswer; refused: boolean; reply: Reply },
): CommandAnswered => {
  const { sagaId: saga, step, operation } = command;
  return { stream, type: 'CommandAnswered', data: { saga, step, operation, answer, refused, reply } };
};

const replyTo = (command: Command, { type, data }: Reply, answer: BarrierAnswer): Outgoing => {
  const { sagaId, step, operation, attempt = 1 } = command;
  return { type, data, sagaId, step, operation, attempt, answer };
};

/** The states as the participant itself made them. */
export const unguarded = <S>(states: States<Guarded<S>>): States<S> =>
  byStream(Object.keys(states), (stream) => states[stream]?.state);

/** The same over states as the barrier keeps them: commit protocols need none, but share their streams with sagas. */
export const behindBarrier = <S, E extends NewEvent, W, T extends W>(
  resource: Resource<S, E, W, T>,
): Resource<Guarded<S>, E, W, T> => ({
  home: resource.home,
  streams: resource.streams,
  quote: (states, wanted) => resource.quote(unguarded(states), wanted),
  hold: (states, terms) => resource.hold(unguarded(states), terms),
  confirm: (states, terms) => resource.confirm(unguarded(states), terms),
  release: (states, given) => resource.release(unguarded(states), given),
});
