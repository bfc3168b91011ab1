// Whether nothing is on its way any more, and every list shows what happened.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { documentIdOf, folded, isFolded } from '@saga-lab/platform/views/projection';
import type { Projection } from '@saga-lab/platform/views/projection';
import { projections } from '../rebuild/services.ts';
import { currentViews } from './current-views.ts';
import type { Database } from './database.ts';
import type { System } from './system.ts';

/** What still goes on, in a few words; nothing if the system is at rest. */
export const unrestIn = async (system: System): Promise<string | undefined> => {
  const { broker, databases, openOrders } = system;
  if (openOrders() > 0) return `${openOrders()} sagas go on`;
  if (!broker.isEmpty()) return 'messages are in queues';
  if (isMakingAnew(system)) return 'a read model is being made anew';
  for (const service of serviceNames)
    if ((await databases[service].store.pending()).count > 0) return `messages of ${service} wait to be sent`;
  return (await areListsUpToDate(system)) ? undefined : 'lists do not show what happened';
};

const isMakingAnew = ({ processes, serviceIn }: System): boolean =>
  processes.some((process) =>
    serviceIn(process)
      ?.component.readModels.states()
      .some(({ rebuild }) => rebuild?.status === 'RUNNING'),
  );

/** Every document has got as far as its stream. */
const areListsUpToDate = async ({ databases }: System): Promise<boolean> => {
  for (const service of serviceNames) if (!(await areUpToDate(databases[service], service))) return false;
  return true;
};

const areUpToDate = async (database: Database, service: ServiceName): Promise<boolean> => {
  const views = await currentViews(service, database.views);
  for (const [stream, version] of database.versions) {
    for (const projection of projections[service].filter((one) => isFolded(one, stream))) {
      const [document] = await views.get(projection.view, [documentIdOf(projection, stream)]);
      const isThere = document
        ? document.version === version
        : await isInvisible(database, projection, stream);
      if (!isThere) return false;
    }
  }
  return true;
};

/** Nothing of a stream may be worth a document: there was nothing to undo, and so it was noted. */
const isInvisible = async ({ store }: Database, projection: Projection, stream: string): Promise<boolean> => {
  const { events } = await store.load(stream, 0);
  return folded(projection, documentIdOf(projection, stream), events) === undefined;
};
