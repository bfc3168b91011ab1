// What a visitor finds in what the services answer: whether a saga has ended, what one saga wrote, what of it is unsent.
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import { openSagaStatuses } from '@saga-lab/contracts/saga';
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Commit } from '@saga-lab/platform/store/commit';

export const hasEnded = ({ status }: Pick<SagaDto, 'status'>): boolean =>
  !openSagaStatuses.some((open) => open === status);

export type CommitsByService = Readonly<Record<ServiceName, readonly Commit[]>>;

/** The part of a history that one saga wrote. */
export const commitsOfSaga = (commits: CommitsByService, saga: string): CommitsByService =>
  ofEveryService((service) =>
    commits[service].filter((commit) => commit.input.sagaId === saga || commit.correlationId === saga),
  );

/** Types of the messages of one saga that no broker has confirmed yet; timers are not messages to anybody else. */
export const unsentOf = (commits: CommitsByService, saga: string): readonly string[] => {
  const ofSaga = commitsOfSaga(commits, saga);
  return serviceNames.flatMap((service) =>
    ofSaga[service].flatMap(({ outbox, sent }) =>
      outbox
        .filter(({ notBefore }, n) => notBefore === undefined && !sent.includes(n))
        .map(({ type }) => type),
    ),
  );
};
