// The worlds of the protocols that are explored, by name: what is right in them, and what is known to go wrong.
import { choreography } from '@saga-lab/protocols/choreography/index';
import { tcc as tryConfirmCancel } from '@saga-lab/protocols/tcc/index';
import { threePhaseCommit } from '@saga-lab/protocols/three-phase-commit/index';
import type { Policy } from '@saga-lab/protocols/locks/policy';
import { twoPhaseCommit } from '@saga-lab/protocols/two-phase-commit/index';
import type { Budgets, Faults } from '../system/roles.ts';
import { noBudgets } from '../system/state.ts';
import { remains } from './look.ts';
import { everybody, isAlone, isDone, nobody, suspects } from './votes.ts';
import { protocolWorld } from './world.ts';
import type { Plot, ProtocolWorld } from './world.ts';

const one = (budgets: Partial<Budgets> = {}): Plot['orders'] => ({ A: { ...noBudgets, ...budgets } });

/** Two orders, and one piece; a timeout for the first, if there is any. */
const both = (timeouts: number): Pick<Plot, 'orders' | 'pieces'> => ({
  orders: { A: { ...noBudgets, timeouts }, B: noBudgets },
  pieces: { 'inventory-service': 1 },
});

/** Patience only makes roles ask. */
const dies = (...mortal: readonly string[]): Faults => ({
  mortal,
  deaths: 1,
  suspects: nobody,
  remains,
});

/** A failure detector that is never wrong, unless there are timeouts. */
const detected = (mortal: readonly string[], deaths = 1): Faults => ({ mortal, deaths, suspects, remains });

/** Two orders that want the same of two services, and there is enough for both. */
const crosswise = (locks: Policy): Pick<Plot, 'orders' | 'locks'> => ({
  orders: { A: noBudgets, B: noBudgets },
  locks,
});

const choreo = { protocol: choreography };
const tcc = { protocol: tryConfirmCancel, isAlone: isDone };
const two = { protocol: twoPhaseCommit, isAlone };
const three = { protocol: threePhaseCommit, isAlone };

const all = { copies: 1, timeouts: 1, wishes: 1 };
const withoutMoney: Plot['pieces'] = { 'payment-service': 0 };
const blocked = { property: 'I-19', finding: /cannot be reached/ };
const split = { property: 'I-4', finding: /committed, and .* aborted/ };

/** Where the coordinator cannot hear the inventory and the payment service, and they cannot hear it. */
const groups = [
  ['saga-orchestrator', 'order-service'],
  ['inventory-service', 'payment-service'],
];

/** Each is visited as a whole in seconds. */
export const smallWorlds: readonly ProtocolWorld[] = [
  protocolWorld('choreo-late', 'choreography; two timeouts', { ...choreo, orders: one({ timeouts: 2 }) }),
  protocolWorld('choreo-most', 'choreography; a copy, a timeout, a cancellation', {
    ...choreo,
    orders: one(all),
  }),
  protocolWorld('choreo-lossy', 'choreography; a lost event, a timeout', {
    ...choreo,
    orders: one({ losses: 1, timeouts: 1 }),
  }),
  protocolWorld('choreo-two', 'choreography, two orders of the last piece; a timeout', {
    ...choreo,
    ...both(1),
  }),
  protocolWorld('choreo-blocked', 'choreography; the order service dies, and whoever holds something waits', {
    ...choreo,
    orders: one(),
    faults: dies('order-service'),
    finds: blocked,
  }),
  protocolWorld('tcc-late', 'TCC without a TTL; a timeout', { ...tcc, orders: one({ timeouts: 1 }) }),
  protocolWorld('tcc-cancelled', 'TCC without a TTL; a cancellation', { ...tcc, orders: one({ wishes: 1 }) }),
  protocolWorld('tcc-refused', 'TCC without a TTL, payment has nothing left; a timeout', {
    ...tcc,
    pieces: withoutMoney,
    orders: one({ timeouts: 1 }),
  }),
  protocolWorld('tcc-two', 'TCC without a TTL, two orders of the last piece', { ...tcc, ...both(0) }),
  protocolWorld('tcc-blocked', 'TCC without a TTL; the coordinator dies, and those who hold something wait', {
    ...tcc,
    orders: one(),
    faults: dies('saga-orchestrator'),
    finds: blocked,
  }),
  protocolWorld('tcc-half', 'TCC with a TTL; one hold lapses although the confirmation is on its way', {
    ...tcc,
    timing: { holdTtlMs: 30_000 },
    orders: one({ timeouts: 1 }),
    finds: split,
  }),
  protocolWorld('2pc-late', 'two-phase commit; a timeout', { ...two, orders: one({ timeouts: 1 }) }),
  protocolWorld('2pc-cancelled', 'two-phase commit; a cancellation', { ...two, orders: one({ wishes: 1 }) }),
  protocolWorld('2pc-refused', 'two-phase commit, payment has nothing left; a timeout', {
    ...two,
    pieces: withoutMoney,
    orders: one({ timeouts: 1 }),
  }),
  protocolWorld('2pc-two', 'two-phase commit, two orders of the last piece', { ...two, ...both(0) }),
  protocolWorld('2pc-asleep', 'two-phase commit; somebody stands still, and wakes', {
    ...two,
    orders: one(),
    faults: { ...dies(), sleepers: everybody },
  }),
  protocolWorld('2pc-blocked', 'two-phase commit; the coordinator dies, and those who voted yes wait', {
    ...two,
    orders: one(),
    faults: dies('saga-orchestrator'),
    finds: blocked,
  }),
  protocolWorld('locks-wait', 'two-phase commit with LOCKS=wait, two orders: each waits for the other', {
    ...two,
    ...crosswise('wait'),
    finds: { property: 'L-1', finding: /waits for . at inventory-service, and . waits for . at payment/ },
  }),
  protocolWorld('locks-wait-die', 'two-phase commit with LOCKS=wait-die, two orders', {
    ...two,
    ...crosswise('wait-die'),
  }),
  protocolWorld('locks-reject', 'two-phase commit with LOCKS=reject, two orders', {
    ...two,
    ...crosswise('reject'),
  }),
  protocolWorld(
    'locks-one-way',
    'TCC with LOCKS=wait, two orders, which take from the services one after the other',
    {
      ...tcc,
      ...crosswise('wait'),
    },
  ),
  protocolWorld('3pc-late', 'three-phase commit; nobody dies', { ...three, orders: one() }),
  protocolWorld('3pc-cut', 'three-phase commit; coordinator and order are cut off from the others', {
    ...three,
    orders: one(),
    faults: { ...detected([], 0), groups },
    finds: split,
  }),
];

/** Each takes up to some minutes. */
export const largeWorlds: readonly ProtocolWorld[] = [
  protocolWorld('tcc-most', 'TCC without a TTL; a copy, a timeout, a cancellation', {
    ...tcc,
    orders: one(all),
  }),
  protocolWorld('tcc-lossy', 'TCC without a TTL; a lost message, a timeout, a cancellation', {
    ...tcc,
    orders: one({ ...all, copies: 0, losses: 1 }),
  }),
  protocolWorld('2pc-most', 'two-phase commit; a copy, a timeout, a cancellation', {
    ...two,
    orders: one(all),
  }),
  protocolWorld('2pc-lossy', 'two-phase commit; a lost message, a timeout, a cancellation', {
    ...two,
    orders: one({ ...all, copies: 0, losses: 1 }),
  }),
  protocolWorld('2pc-two-late', 'two-phase commit, two orders of the last piece; a timeout', {
    ...two,
    ...both(1),
  }),
  protocolWorld('2pc-dies', 'two-phase commit; somebody dies, a timeout: some may wait, nobody splits', {
    ...two,
    orders: one({ timeouts: 1 }),
    mustEnd: false,
    faults: dies(...everybody),
  }),
  protocolWorld('3pc-dies', 'three-phase commit with a perfect detector; somebody dies', {
    ...three,
    orders: one(),
    faults: detected(everybody),
  }),
  protocolWorld('3pc-two-die', 'three-phase commit with a perfect detector; any two die', {
    ...three,
    orders: one(),
    faults: detected(everybody, 2),
  }),
  protocolWorld('3pc-three-die', 'three-phase commit with a perfect detector; any three die', {
    ...three,
    orders: one(),
    faults: detected(everybody, 3),
  }),
  protocolWorld('3pc-suspected', 'three-phase commit; somebody is taken for dead who is alive, two times', {
    ...three,
    orders: one({ timeouts: 2 }),
    faults: detected([], 0),
    finds: split,
  }),
];
