// From what was read to what is judged: beside it stand the read models made anew and the decisions made again.
import { webIds } from '@saga-lab/platform/service/web-ids';
import type { Facts } from '../checker/facts.ts';
import type { Recorded } from '../checker/history.ts';
import { sagaOf } from '../checker/history.ts';
import { accountStream, stockStream } from '../checker/shared-streams.ts';
import type { DecideAgain } from '../rebuild/decisions.ts';
import { decidingAgain } from '../rebuild/decisions.ts';
import type { Rebuild } from '../rebuild/read-models.ts';
import { rebuiltFrom } from '../rebuild/read-models.ts';
import { rebuiltScreens } from '../rebuild/screens.ts';
import type { RebuildScreens } from '../rebuild/screens.ts';
import type { Reading } from './reading.ts';

/** How the history is lived through again. */
export interface Rebuilding {
  readonly readModels: Rebuild;
  readonly decisions: DecideAgain;
  /** Made from the history by the services' own projections, unless told. */
  readonly screens?: RebuildScreens;
}

const byServices: Rebuilding = { readModels: rebuiltFrom, decisions: decidingAgain(webIds) };

/**
 * `whole`: all that was read, where `reading` is a part of it that is judged; a decision is made again on whole streams.
 * `rebuilding`: another one for tests with histories that no service wrote.
 */
export const factsOf = (reading: Reading, whole = reading, rebuilding = byServices): Facts => {
  const { ids, ...read } = reading;
  return {
    ...read,
    rebuilt: rebuilding.readModels(read.history, ids),
    ...(read.screens && {
      rebuiltScreens: (rebuilding.screens ?? rebuiltScreens)(read.history, read.screens),
    }),
    decidedAgain: rebuilding.decisions(whole.history, commitsOf(whole)),
  };
};

/** Of these orders; and those of these accounts and SKUs that no saga caused. */
const commitsOf = ({ history, ids: { customers, skus, orders } }: Reading): readonly Recorded[] => {
  const sagas = new Set(orders);
  const shared = new Set([...customers.map(accountStream), ...skus.map(stockStream)]);
  return history.all.filter(
    ({ commit }) =>
      sagas.has(sagaOf(commit)) ||
      (commit.input.sagaId === undefined && commit.events.some(({ stream }) => shared.has(stream))),
  );
};
