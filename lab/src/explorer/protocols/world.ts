// A protocol's world: its real roles, one order or two, and whatever may go wrong.
import { defaultTiming } from '@saga-lab/protocols/timing';
import type { Wanted } from '@saga-lab/protocols/terms';
import type { Budgets, Faults, Request, System } from '../system/roles.ts';
import { systemWorld } from '../system/system-world.ts';
import type { SystemWorld } from '../system/system-world.ts';
import { hasEnded } from './look.ts';
import { note, noNotes } from './notes.ts';
import type { ProtocolNotes } from './notes.ts';
import { plain, plainMessage } from './plain.ts';
import { lockProperties } from './locks.ts';
import { properties } from './properties.ts';
import { rolesOf } from './roles.ts';
import type { ChangeRole, RoleSetup } from './roles.ts';

export interface Plot extends Pick<RoleSetup, 'protocol' | 'pieces' | 'locks'> {
  readonly timing?: Partial<RoleSetup['timing']>;
  /** Order -> what may happen to it. */
  readonly orders: Readonly<Record<string, Budgets>>;
  readonly faults?: Faults;
  readonly isAlone?: System<ProtocolNotes>['isAlone'];
  /** Nobody waits for ever: that everybody alive can end it from every state. Left out: yes. */
  readonly mustEnd?: boolean;
}

export interface ProtocolWorld {
  readonly name: string;
  /** In a sentence. */
  readonly about: string;
  /** What is wrong in it, as it is known to be: a property that must not hold, and a part of the sentence that says so. */
  readonly finds?: { readonly property: string; readonly finding: RegExp };
  readonly make: (change?: ChangeRole) => SystemWorld;
}

const wanted = (orderId: string): Wanted => ({
  orderId,
  customerId: 'ada',
  lines: [{ sku: 'lamp', quantity: 1 }],
});

const asked =
  (type: string, more: (n: number) => Partial<Wanted> = () => ({})) =>
  (orderId: string, n: number): Request => ({
    to: 'order-service',
    message: { type, data: { ...wanted(orderId), ...more(n) } },
  });

/** Where they wait for each other by their age: in the order in which they are named. */
const aged = (n: number): Partial<Wanted> => ({ placedAt: n });

const roleSetupOf = (
  { protocol, timing, pieces, locks }: Plot,
  change: ChangeRole | undefined,
): RoleSetup => ({
  protocol,
  timing: { ...defaultTiming, ...timing },
  ...(pieces && { pieces }),
  ...(change && { change }),
  ...(locks && { locks }),
});

const systemOf = (name: string, plot: Plot, change?: ChangeRole): System<ProtocolNotes> => {
  const { protocol, orders, faults, mustEnd = true, locks } = plot;
  const owners = Object.keys(orders);
  return {
    name,
    roles: rolesOf(roleSetupOf(plot, change)),
    owners,
    ownerOf: ({ sagaId, data }) => sagaId ?? (data as { readonly orderId: string }).orderId,
    isShared: (stream) => stream.startsWith('shelf-') || stream.startsWith('lock-'),
    requests: owners.map(asked('PlaceOrder', locks === 'wait-die' ? aged : undefined)),
    wishes: Object.fromEntries(owners.map((id, n) => [id, [asked('RequestCancellation')(id, n)]])),
    budgets: orders,
    ...(faults && { faults }),
    ...(plot.isAlone && { isAlone: plot.isAlone }),
    plain,
    plainMessage,
    firstNotes: noNotes,
    note,
    properties: [...properties(protocol, owners), ...(locks ? lockProperties : [])],
    isEnd: (view) => !mustEnd || owners.every((id) => hasEnded(view, id)),
    endName: 'I-19',
  };
};

export const protocolWorld = (
  name: string,
  about: string,
  { finds, ...plot }: Plot & Pick<ProtocolWorld, 'finds'>,
): ProtocolWorld => ({
  name,
  about,
  ...(finds && { finds }),
  make: (change) => systemWorld(systemOf(name, plot, change)),
});
