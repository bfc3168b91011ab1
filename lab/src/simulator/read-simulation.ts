// What a run leaves behind, as the checker reads it: the read models, the dead letters and the histories.
import type { Commit } from '@saga-lab/platform/store/commit';
import { decidingAgain } from '../rebuild/decisions.ts';
import { rebuiltFrom } from '../rebuild/read-models.ts';
import type { Facts } from '../checker/facts.ts';
import { factsOf } from '../reader/facts-of.ts';
import type { Rebuilding } from '../reader/facts-of.ts';
import type { Reading } from '../reader/reading.ts';
import { customersOf, skusOf } from './clients.ts';
import type { Placed } from './clients.ts';
import { sharedHashes } from './hash.ts';
import type { Plan } from './plan.ts';
import { readMemory } from './read-memory.ts';
import type { System } from './system.ts';

/** How a simulated history is lived through again: ids of messages are made by hashes of the simulator's own. */
export const simulatedRebuilding: Rebuilding = {
  readModels: rebuiltFrom,
  decisions: decidingAgain({ ...sharedHashes, unique: () => '', random: () => 0 }),
};

export const readSimulation = async (
  { databases, broker }: System,
  plan: Plan,
  placed: readonly Placed[],
): Promise<Facts> => {
  const commits = await databases['order-service'].history();
  const orders = placed.flatMap((one) => one.orderId ?? orderBehind(one, commits) ?? []);
  const ids = { customers: customersOf(plan), skus: skusOf(plan), orders: [...new Set(orders)] };
  const read = await readMemory({ services: databases }, ids);
  const tampering = {
    ...read.tampering,
    deadLetters: broker.expectedLetters(),
    lostMessages: broker.lost,
    mayExpire: plan.retentionMs !== undefined,
  };
  const reading: Reading = { ...read, tampering };
  return factsOf(reading, reading, simulatedRebuilding);
};

/** Nobody heard an answer: the order may be there or not. One it may be. */
const orderBehind = ({ key }: Placed, commits: readonly Commit[]): string | undefined => {
  const digest = sharedHashes.digest(key);
  return commits.find(({ _id, input }) => input.type === 'PlaceOrder' && _id.includes(digest))?.input.sagaId;
};
