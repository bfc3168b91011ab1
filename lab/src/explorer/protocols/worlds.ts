// The worlds of the protocols that are explored, by name: what is right in them, and what is known to go wrong.
import { threePhaseCommit } from '@saga-lab/protocols/three-phase-commit/index';
import { twoPhaseCommit } from '@saga-lab/protocols/two-phase-commit/index';
import type { Budgets } from '../system/roles.ts';
import { noBudgets } from '../system/state.ts';
import { everybody, isAlone, nobody, remains, suspects } from './votes.ts';
import { protocolWorld } from './world.ts';
import type { Plot, ProtocolWorld } from './world.ts';

const coordinator = ['saga-orchestrator'];

const one = (budgets: Partial<Budgets> = {}): Plot['orders'] => ({ A: { ...noBudgets, ...budgets } });

const dies = (mortal: readonly string[], deaths = 1) => ({ mortal, deaths, suspects, remains });

const two = { protocol: twoPhaseCommit, isAlone };
const three = { protocol: threePhaseCommit, isAlone };

/** Where the coordinator cannot hear the inventory and the payment service, and they cannot hear it. */
const groups = [
  ['saga-orchestrator', 'order-service'],
  ['inventory-service', 'payment-service'],
];

/** Each is visited as a whole in seconds. */
export const smallWorlds: readonly ProtocolWorld[] = [
  protocolWorld('2pc-late', 'two-phase commit; a timeout', { ...two, orders: one({ timeouts: 1 }) }),
  protocolWorld('2pc-cancelled', 'two-phase commit; a cancellation', { ...two, orders: one({ wishes: 1 }) }),
  protocolWorld('2pc-refused', 'two-phase commit, payment has nothing left; a timeout', {
    ...two,
    pieces: { 'payment-service': 0 },
    orders: one({ timeouts: 1 }),
  }),
  protocolWorld('2pc-blocked', 'two-phase commit; the coordinator dies, and those who voted yes wait', {
    ...two,
    orders: one(),
    faults: { ...dies(coordinator), suspects: nobody },
    finds: { property: 'I-19', finding: /cannot be reached/ },
  }),
  protocolWorld('3pc-late', 'three-phase commit; nobody dies', { ...three, orders: one() }),
  protocolWorld('3pc-cut', 'three-phase commit; the network splits between coordinator and inventory', {
    ...three,
    orders: one(),
    faults: { ...dies([], 0), groups },
    finds: { property: 'I-4', finding: /committed, and .* aborted/ },
  }),
];

/** Each takes up to some minutes. */
export const largeWorlds: readonly ProtocolWorld[] = [
  protocolWorld('2pc-most', 'two-phase commit; a copy, a timeout, a cancellation', {
    ...two,
    orders: one({ copies: 1, timeouts: 1, wishes: 1 }),
  }),
  protocolWorld('2pc-lossy', 'two-phase commit; a lost message, a timeout, a cancellation', {
    ...two,
    orders: one({ losses: 1, timeouts: 1, wishes: 1 }),
  }),
  protocolWorld(
    '2pc-dies',
    'two-phase commit; somebody dies, a timeout: some may wait for ever, and nobody splits',
    {
      ...two,
      orders: one({ timeouts: 1 }),
      mustEnd: false,
      faults: { ...dies(everybody), suspects: nobody },
    },
  ),
  protocolWorld('3pc-coordinator', 'three-phase commit with a perfect detector; the coordinator dies', {
    ...three,
    orders: one(),
    faults: dies(coordinator),
  }),
  protocolWorld('3pc-dies', 'three-phase commit with a perfect detector; somebody dies', {
    ...three,
    orders: one(),
    faults: dies(everybody),
  }),
  protocolWorld(
    '3pc-two-die',
    'three-phase commit with a perfect detector; the coordinator dies, and the order service',
    {
      ...three,
      orders: one(),
      faults: dies(['saga-orchestrator', 'order-service'], 2),
    },
  ),
  protocolWorld('3pc-suspected', 'three-phase commit; two times somebody is taken for dead who is alive', {
    ...three,
    orders: one({ timeouts: 2 }),
    faults: dies([], 0),
    finds: { property: 'I-4', finding: /committed, and .* aborted/ },
  }),
];
