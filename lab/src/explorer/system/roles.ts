// A system of services as the explorer takes it: their real deciders, what is asked of them, and what may go wrong.
import type { Decider, NewEvent, States } from '@saga-lab/platform/decider/decider';
import type { Message, Outgoing } from '@saga-lab/platform/decider/message';
import type { MessageSchema } from '@saga-lab/platform/runtime/handler';

export type AnyDecider = Decider<unknown, Message, NewEvent>;

/** One service, as it hands its decider to the runtime. */
export interface Role {
  readonly name: string;
  readonly decider: AnyDecider;
  /** Of everything that may reach it from others, by type. */
  readonly schemas: Readonly<Record<string, MessageSchema>>;
  /** What had happened before the world begins. */
  readonly past: readonly NewEvent[];
}

/** Something that somebody outside asks of a service. */
export interface Request {
  readonly to: string;
  readonly message: Outgoing;
}

/** How often each thing may happen to one owner, at most 3 times. */
export interface Budgets {
  /** A message is taken in, and comes once more under a new id: it is decided twice. */
  readonly copies: number;
  /** A receiver dies between its commit and its ack: the same message comes again, and the inbox knows it. */
  readonly crashes: number;
  /** A message is gone for ever. */
  readonly losses: number;
  /** A timer fires although messages of its owner are still on their way. */
  readonly timeouts: number;
  /** Somebody outside asks for what `wishes` says. */
  readonly wishes: number;
}

/** Armed, and wanted. */
export interface Timer {
  readonly message: Message;
  /** Not before this instant, milliseconds; `OVERDUE`: its role has stood still since it was due. */
  readonly at: number;
}

export const OVERDUE = -1;

/** A stream as it is kept in a state: what its events add up to, and the timers about it. */
export interface StreamMoment {
  readonly state: unknown;
  readonly timers: readonly Timer[];
}

/** What a message made a role do; `error`: it could not be decided at all, and becomes a dead letter. */
export interface Happening {
  readonly role: string;
  readonly message: Message;
  /** Of the streams that it reads or writes, before it. */
  readonly states: States<unknown>;
  readonly events: readonly NewEvent[];
  readonly sent: readonly Outgoing[];
  readonly error?: string;
}

/** What may happen to whole processes and to the network. */
export interface Faults {
  /** Roles of which each may die and not return, with any part of what it has sent and nobody has taken in; at most 8 roles in all. */
  readonly mortal: readonly string[];
  /** How many of them may. */
  readonly deaths: number;
  /** Roles of which one may stand still, once, and wake: what was sent to it waits. Left out: none. */
  readonly sleepers?: readonly string[];
  /** Into which groups of roles the network may split, once; it may heal. Left out: it does not. */
  readonly groups?: readonly (readonly string[])[];
  /**
   * Whom a timer takes for dead by firing, given the state of its stream. It fires at any time if all of them are dead, asleep or cut off, and
   * costs a timeout otherwise: without timeouts, that is a perfect failure detector. Nobody: time alone decides, as for any timer.
   */
  readonly suspects: (timer: Message, state: unknown) => readonly string[];
  /** What is left of a dead role's stream that anybody can see, since nobody decides on it any more. */
  readonly remains: (state: unknown) => unknown;
}

/** A look at one state. */
export interface View<Notes> {
  /** What a stream adds up to at a role; `undefined` without events. */
  readonly stream: (role: string, stream: string) => unknown;
  readonly notes: (owner: string) => Notes;
  /** It has died, and does not return. */
  readonly isDead: (role: string) => boolean;
}

/** Something that must be true of every state. The reduction wants it to be about one owner, or about what several share. */
export interface SystemProperty<Notes> {
  readonly name: string;
  readonly claim: string;
  readonly finding: (view: View<Notes>) => string | undefined;
}

export interface System<Notes> {
  readonly name: string;
  readonly roles: readonly Role[];
  /** Left out: nothing of the kind happens. */
  readonly faults?: Faults;
  /**
   * Whether nothing else, now or ever, has to do with when a message is taken in, given the state of the first stream that it
   * names: the reduction takes it in first. Left out: no message is like that.
   */
  readonly isAlone?: (message: Message, state: unknown) => boolean;
  /** To whom messages belong, as `ownerOf` says: one saga, one transaction. */
  readonly owners: readonly string[];
  readonly ownerOf: (message: Pick<Message, 'sagaId' | 'data' | 'type'>) => string;
  /** Streams that several owners read or write. */
  readonly isShared: (stream: string) => boolean;
  /** On their way when the world begins. */
  readonly requests: readonly Request[];
  /** What may be asked at any time, by whom it is about. */
  readonly wishes: Readonly<Record<string, readonly Request[]>>;
  /** By owner. */
  readonly budgets: Readonly<Record<string, Budgets>>;
  /** The same message in the one form of all that deciders take alike. */
  readonly plainMessage: (message: Message) => Message;
  /**
   * The same stream in the one form of all that behave alike: without numbers that only grow, with time counted from `now`,
   * the instant of the decision that it comes from.
   */
  readonly plain: (
    moment: StreamMoment,
    about: { readonly stream: string; readonly now: number },
  ) => StreamMoment;
  /** What is to be remembered of what happened, beyond the states: only as much as the properties need. */
  readonly firstNotes: Notes;
  readonly note: (notes: Notes, happening: Happening) => Notes;
  readonly properties: readonly SystemProperty<Notes>[];
  /** The end that must be reachable from everywhere; once reached, it lasts. */
  readonly isEnd: (view: View<Notes>) => boolean;
  readonly endName: string;
}
