// The roles of a protocol as the services play them, over the smallest thing that can be held: one shelf at each service.
import { orchestrator, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { combined } from '@saga-lab/platform/decider/combined';
import type { DeciderPart } from '@saga-lab/platform/decider/combined';
import type { Decision, NewEvent, States } from '@saga-lab/platform/decider/decider';
import { nothing } from '@saga-lab/platform/decider/decider';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import { streamOf } from '@saga-lab/platform/decider/streams';
import { lockedResource, locksOf } from '@saga-lab/protocols/locks/locks';
import type { Policy } from '@saga-lab/protocols/locks/policy';
import { waitingFor } from '@saga-lab/protocols/locks/waiting';
import type { Protocol, Timing } from '@saga-lab/protocols/protocol';
import type { Wanted } from '@saga-lab/protocols/terms';
import {
  fakeSetting,
  heldFor,
  pieceStream,
  shelfStream,
  shelfWith,
} from '@saga-lab/protocols/testing/fake-resource';
import type { Role } from '../system/roles.ts';

/** What is peculiar to one world: how patient roles are, how much is there, and which bug is planted. */
export interface RoleSetup {
  readonly protocol: Protocol;
  readonly timing: Timing;
  /** Service -> pieces on its shelf; others have plenty. */
  readonly pieces?: Readonly<Partial<Record<ServiceName, number>>>;
  readonly change?: ChangeRole;
  /** Who takes from a shelf beside whom; left out: whoever finds enough. */
  readonly locks?: Policy;
}

/** Another decider in the place of a service's own: a bug that is planted. */
export type ChangeRole = (part: DeciderPart, self: ServiceName) => DeciderPart;

const PRICE = 7;
const PLENTY = 5;

export const rolesOf = ({
  protocol,
  timing,
  pieces = {},
  change = (part) => part,
  locks = 'escrow',
}: RoleSetup): readonly Role[] =>
  serviceNames
    .filter((name) => name !== orchestrator.name || protocol.coordinator !== undefined)
    .map((name) => {
      const parts: Readonly<Record<string, DeciderPart>> =
        name === orchestrator.name
          ? { role: change(coordinatorOf(protocol, timing), name) }
          : participantParts(name, { protocol, timing, change, locks });
      return {
        name,
        decider: combined(parts),
        schemas: schemasFor(protocol, name),
        past: name === orchestrator.name ? [] : [shelfWith(pieces[name] ?? PLENTY, PRICE)],
      };
    });

const coordinatorOf = ({ name, coordinator }: Protocol, timing: Timing): DeciderPart => {
  if (!coordinator) throw new Error(`${name} has no coordinator`);
  return coordinator(timing);
};

const participantParts = (
  name: ServiceName,
  { protocol, timing, change, locks }: Required<Omit<RoleSetup, 'pieces'>>,
): Readonly<Record<string, DeciderPart>> => {
  const play = (policy: Policy): DeciderPart => {
    const around = locksOf(policy);
    const setting = fakeSetting(name);
    const resource = lockedResource(setting.resource, around, () => [THE_SHELF]);
    const role = protocol.participant({ ...setting, resource }, timing);
    return change(waitingFor(role, around, { self: name, prefix: `${protocol.name}.` }), name);
  };
  // an order is nobody's but its own
  if (name !== 'order-service') return { role: play(locks) };
  const role = play('escrow');
  return { role, customer: customer(protocol, role, timing) };
};

/** All orders take from it. */
const THE_SHELF = 'one';

const schemasFor = ({ messages }: Protocol, name: ServiceName): Role['schemas'] =>
  Object.fromEntries(
    Object.entries(messages)
      .filter(([, { to }]) => to.includes(name))
      .map(([type, { schema }]) => [type, schema]),
  );

/** What a customer asks of the order service: there an order is held by being placed. */
const customer = (protocol: Protocol, { streamFolds }: DeciderPart, timing: Timing): DeciderPart => {
  const own = ({ data }: Message<string, Wanted>): string => streamOf(protocol.name, data.orderId);
  const place = ({ data, ...stamp }: Message<string, Wanted> & Stamp): Decision => {
    const added = protocol.placed(data, stamp, timing);
    const held: readonly NewEvent[] = heldFor(data.orderId);
    return { events: [...held, ...added.events], messages: added.messages };
  };
  const cancel = (states: States<unknown>, { data }: Message<string, Wanted>): Decision =>
    states[pieceStream(data.orderId)] === 'HELD'
      ? { events: [], messages: protocol.cancelling(data) }
      : nothing;
  return {
    messages: ['PlaceOrder', 'RequestCancellation'],
    timers: [],
    streams: (message: Message<string, Wanted>) => [
      own(message),
      pieceStream(message.data.orderId),
      shelfStream,
    ],
    decide: (states: States<unknown>, message: Message<string, Wanted> & Stamp) =>
      message.type === 'PlaceOrder' ? place(message) : cancel(states, message),
    wants: () => false,
    streamFolds,
  };
};
