// The roles of one protocol and one order, and what is under way between them: a test says what arrives, and in which order.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { combined } from '@saga-lab/platform/decider/combined';
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import { replay } from '@saga-lab/platform/decider/decider';
import type { Decision, NewEvent } from '@saga-lab/platform/decider/decider';
import type { Message, Outgoing } from '@saga-lab/platform/decider/message';
import { message } from '@saga-lab/platform/testing/given';
import { participantNames } from '../parties.ts';
import type { Party } from '../parties.ts';
import type { Protocol, Timing } from '../protocol.ts';
import { defaultTiming } from '../timing.ts';
import { fakeSetting, heldFor, shelfWith } from './fake-resource.ts';
import { terms, wanted } from './order.ts';

/** One message on its way to one receiver. `depth`: how many messages came one after the other up to it. */
export interface Copy {
  readonly to: ServiceName;
  readonly message: Message;
  readonly depth: number;
}

export interface Timer {
  readonly at: ServiceName;
  readonly message: Message;
  readonly due: number;
  readonly depth: number;
}

/** What somebody has decided about something that arrived; nothing, if both lists are empty. */
export interface Arrival {
  readonly at: ServiceName;
  readonly cause: string;
  readonly events: readonly NewEvent[];
  readonly messages: readonly Outgoing[];
  readonly depth: number;
}

/** What a role threw. */
export interface DeadLetter {
  readonly at: ServiceName;
  readonly cause: string;
  readonly error: unknown;
}

export interface PumpOptions {
  readonly timing?: Timing;
  /** At whom nothing is to be had. */
  readonly soldOut?: readonly Party[];
  /** False: whoever only listens is away. */
  readonly watched?: boolean;
}

export type Pump = ReturnType<typeof pump>;

/** The order is placed. Every message is held against its schema. */
export const pump = (
  protocol: Protocol,
  { timing = defaultTiming, soldOut = [], watched = true }: PumpOptions = {},
) => {
  const deciders = decidersOf(rolesOf(protocol, timing, watched));
  const states = new Map<ServiceName, Record<string, unknown>>(serviceNames.map((name) => [name, {}]));
  const history: Arrival[] = [];
  const sent: Copy[] = [];
  const deadLetters: DeadLetter[] = [];
  const underWay: Copy[] = [];
  const timers: Timer[] = [];
  let [now, ids] = [0, 0];

  const statesOf = (at: ServiceName) => states.get(at) ?? {};
  const fold = (at: ServiceName, events: readonly NewEvent[]): void => {
    const own = statesOf(at);
    for (const event of events) own[event.stream] = replay(deciderOf(at).evolve, [event], own[event.stream]);
  };
  const deciderOf = (at: ServiceName) => {
    const decider = deciders.get(at);
    if (!decider) throw new Error(`nobody decides at ${at}`);
    return decider;
  };

  const receiversOf = ({ type, to }: Outgoing): readonly ServiceName[] =>
    serviceNames.filter((name) =>
      to === undefined ? deciders.has(name) && protocol.messages[type]?.to.includes(name) : name === to,
    );

  const send = (at: ServiceName, outgoing: Outgoing, depth: number): void => {
    const { to: _to, notBefore, ...said } = outgoing;
    const complete = plain(
      message({ ...said, id: `m${++ids}`, source: `/${at}`, time: new Date(now).toISOString() }),
    );
    if (notBefore !== undefined) timers.push({ at, message: complete, due: notBefore, depth });
    else {
      protocol.messages[complete.type]?.schema.parse(complete);
      const copies = receiversOf(outgoing).map((to) => ({ to, message: complete, depth: depth + 1 }));
      sent.push(...copies);
      underWay.push(...copies);
    }
  };

  const commit = (at: ServiceName, cause: string, { events, messages }: Decision, depth: number): void => {
    fold(at, events);
    history.push({ at, cause, events, messages, depth });
    for (const outgoing of messages) send(at, outgoing, depth);
  };

  const arrive = ({ to, message: arrived, depth }: Copy): void => {
    const decider = deciderOf(to);
    const named = decider.streams(arrived);
    const known = Object.fromEntries(named.map((stream) => [stream, statesOf(to)[stream]]));
    try {
      const decision = decider.decide(known, { ...arrived, receivedAt: now, random: 0.5 });
      commit(to, arrived.type, decision, depth);
    } catch (error) {
      deadLetters.push({ at: to, cause: arrived.type, error });
    }
  };

  const isWanted = ({ at, message: timer }: Timer): boolean => deciderOf(at).wants(statesOf(at), timer);

  const moves = {
    /** The nth of what is under way arrives. */
    deliver: (n = 0) => underWay.splice(n, 1).forEach(arrive),
    /** ... is on its way once more, as a message of its own. */
    repeat: (n: number) =>
      underWay
        .slice(n, n + 1)
        .forEach((copy) => underWay.push({ ...copy, message: { ...copy.message, id: `m${++ids}` } })),
    /** ... never arrives. */
    lose: (n: number) => void underWay.splice(n, 1),
    /** The nth of the timers goes off, if it is still wanted. */
    fire: (n: number) =>
      timers.splice(n, 1).forEach((timer) => {
        now = Math.max(now, timer.due);
        if (isWanted(timer)) arrive({ ...timer, to: timer.at });
      }),
    /** Time passes, until this instant at least. */
    wait: (until: number) => void (now = Math.max(now, until)),
    now: () => now,
    /** The customer wants to cancel. */
    cancel: () =>
      commit(
        'order-service',
        'RequestCancellation',
        { events: [], messages: protocol.cancelling(wanted) },
        0,
      ),
  };

  for (const at of participantNames) fold(at, [shelfWith(soldOut.includes(at) ? 0 : 1, terms.amount)]);
  const { events, messages } = protocol.placed(wanted, { receivedAt: now, random: 0.5 }, timing);
  commit('order-service', 'PlaceOrder', { events: [...events, ...heldFor(wanted.orderId)], messages }, 0);

  return {
    ...moves,
    underWay,
    sent,
    deadLetters,
    timers,
    history,
    isWanted,
    stateOf: (at: ServiceName, stream: string) => statesOf(at)[stream],
  };
};

const rolesOf = (
  protocol: Protocol,
  timing: Timing,
  watched: boolean,
): Partial<Record<ServiceName, DeciderPart>> => ({
  ...Object.fromEntries(
    participantNames.map((self) => [self, protocol.participant(fakeSetting(self), timing)]),
  ),
  ...(protocol.coordinator && { 'saga-orchestrator': protocol.coordinator(timing) }),
  ...(watched && protocol.watcher && { 'saga-orchestrator': protocol.watcher() }),
});

const decidersOf = (roles: Partial<Record<ServiceName, DeciderPart>>) =>
  new Map(
    serviceNames.flatMap((name) => {
      const role = roles[name];
      return role ? [[name, combined({ role })] as const] : [];
    }),
  );

/** As it is on the wire. */
const plain = ({
  receivedAt: _at,
  random: _random,
  ...sent
}: Message & { receivedAt: number; random: number }): Message => sent;
