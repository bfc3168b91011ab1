// Which sagas a running system has forgotten, and what to say to who asks for them.
import type { TombstoneDto } from '@saga-lab/contracts/dtos/operation';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { count } from '../checker/verdict.ts';
import type { Lab } from '../client/lab.ts';
import { forgetful } from './forgettable.ts';

/** By id; where a forgetting was broken off, those that only one service has forgotten. */
export const forgottenSagas = async (
  lab: Pick<Lab, 'tombstones'>,
): Promise<ReadonlyMap<string, TombstoneDto>> => {
  const all = await Promise.all(forgetful.map((service) => lab.tombstones(service)));
  return new Map(all.flat().map((stone) => [stone.correlationId, stone]));
};

const onDate = (instant: number): string => new Date(instant).toISOString();

/** @throws ExitError 2 if not all of the past is there any more: a part would look like the whole. */
export const demandWholePast = async (lab: Pick<Lab, 'tombstones'>): Promise<void> => {
  const stones = [...(await forgottenSagas(lab)).values()];
  if (stones.length === 0) return;
  const last = onDate(Math.max(...stones.map(({ endedAt }) => endedAt)));
  throw new ExitError(
    exitCodes.unknown,
    `The past of the whole system is not there any more: ${count(stones.length, 'saga')} that ended up to ${last} ` +
      'were forgotten. Import what was exported before that: npm run lab -- import FILE --into PATH',
  );
};

/** @throws ExitError 2 if the order was forgotten. */
export const demandRemembered = async (lab: Pick<Lab, 'tombstones'>, id: string): Promise<void> => {
  const stone = (await forgottenSagas(lab)).get(id);
  if (!stone) return;
  throw new ExitError(
    exitCodes.unknown,
    `Order ${id} ended at ${onDate(stone.endedAt)}, and what had happened to it was forgotten at ${onDate(stone.forgottenAt)}. ` +
      'Its end: npm run lab -- sagas. The rest is in what was exported before that.',
  );
};
