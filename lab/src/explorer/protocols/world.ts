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
import { properties } from './properties.ts';
import { rolesOf } from './roles.ts';
import type { Cast, ChangeRole } from './roles.ts';

export interface Plot extends Pick<Cast, 'protocol' | 'pieces'> {
  readonly timing?: Partial<Cast['timing']>;
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
  (type: string) =>
  (orderId: string): Request => ({ to: 'order-service', message: { type, data: wanted(orderId) } });

const systemOf = (name: string, plot: Plot, change?: ChangeRole): System<ProtocolNotes> => {
  const { protocol, pieces, orders, faults, mustEnd = true } = plot;
  const owners = Object.keys(orders);
  const timing = { ...defaultTiming, ...plot.timing };
  return {
    name,
    roles: rolesOf({ protocol, timing, ...(pieces && { pieces }), ...(change && { change }) }),
    owners,
    ownerOf: ({ sagaId, data }) => sagaId ?? (data as { readonly orderId: string }).orderId,
    isShared: (stream) => stream.startsWith('shelf-'),
    requests: owners.map(asked('PlaceOrder')),
    wishes: Object.fromEntries(owners.map((id) => [id, [asked('RequestCancellation')(id)]])),
    budgets: orders,
    ...(faults && { faults }),
    ...(plot.isAlone && { isAlone: plot.isAlone }),
    plain,
    plainMessage,
    firstNotes: noNotes,
    note,
    properties: properties(protocol, owners),
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
