// A service whose data are older than what others have heard from it.
import { orchestrator, participants } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { serviceNames } from '@saga-lab/contracts/services';
import type { Facts } from './facts.ts';
import { sagaOf } from './history.ts';

export interface Forgotten {
  readonly service: ServiceName;
  /** Messages that others have from it, and that it does not know. */
  readonly messages: readonly Known[];
}

interface Known {
  readonly id: string;
  readonly type: string;
  readonly saga: string;
  readonly knownTo: ServiceName;
}

/** Who alone says what: events of one participant, and commands, which come from the orchestrator. */
const makers: ReadonlyMap<string, ServiceName> = (() => {
  const said = Object.entries(participants).flatMap(([service, { commands, events }]) => [
    ...Object.keys(events).map((type) => [type, service as ServiceName] as const),
    ...Object.keys(commands).map((type) => [type, orchestrator.name] as const),
  ]);
  const times = (type: string) => said.filter(([each]) => each === type).length;
  return new Map(said.filter(([type]) => times(type) === 1));
})();

/**
 * A message leaves only after the commit that it is part of. So a service that does not know what others have from it
 * has lost commits: as a rule because its database was restored from a backup.
 */
export const forgottenBy = ({
  history,
  orders,
  tampering,
}: Pick<Facts, 'history' | 'orders' | 'tampering'>): readonly Forgotten[] => {
  const sent = new Set(
    history.all.flatMap(({ service, commit }) => commit.outbox.map(({ id }) => `${service} ${id}`)),
  );
  const forged = new Set(tampering.forged);
  const unknown = orders
    .flatMap(({ id }) => history.ofSaga(id))
    .flatMap(({ service: knownTo, commit }) => {
      const {
        _id: id,
        input: { type },
      } = commit;
      const maker = makers.get(type);
      if (maker === undefined || forged.has(id) || sent.has(`${maker} ${id}`)) return [];
      return [{ maker, message: { id, type, saga: sagaOf(commit), knownTo } }];
    });
  return serviceNames
    .map((service) => ({
      service,
      messages: unknown.filter(({ maker }) => maker === service).map(({ message }) => message),
    }))
    .filter(({ messages }) => messages.length > 0);
};
