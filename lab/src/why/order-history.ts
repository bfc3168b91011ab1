// What the story of one order is told from: its commits in all services, each behind what caused it, and what became of
// messages that nobody could handle.
import type { DeadLetterDto, ForgottenThingDto } from '@saga-lab/contracts/dtos/operation';
import type { ServiceName } from '@saga-lab/contracts/services';
import { serviceNames } from '@saga-lab/contracts/services';
import type { OutboxEntry } from '@saga-lab/platform/store/commit';
import { byCause } from '../checker/cause.ts';
import type { Recorded } from '../checker/history.ts';
import type { CommitsByService } from '../client/documents.ts';

export type Letter = DeadLetterDto & { readonly service: ServiceName };

/** What a stream held as a decision knew it; nothing where that is not known any more, or nothing was there. */
export type Known = (recorded: Recorded, stream: string) => unknown;

export interface OrderHistory {
  readonly id: string;
  /** Each behind what caused it. */
  readonly commits: readonly Recorded[];
  /** Of its messages only. */
  readonly letters: readonly Letter[];
  readonly known: Known;
  /** Milliseconds since the epoch, by the clock of whoever asks. */
  readonly now: number;
}

/** What is left of the history of an order that was forgotten. */
export interface Forgotten extends Pick<ForgottenThingDto, 'endedAt' | 'forgottenAt'> {
  /** Where a forgetting was broken off, one of them has not yet. */
  readonly by: readonly ServiceName[];
  /** Commits that are gone. */
  readonly commits: number;
}

export const inOrderOfCause = (commits: CommitsByService): readonly Recorded[] =>
  serviceNames.flatMap((service) => commits[service].map((commit) => ({ service, commit }))).sort(byCause);

/** A message of an outbox, and the commit that sent it. */
export interface Sent {
  readonly by: Recorded;
  readonly entry: OutboxEntry;
  /** The broker has confirmed it. */
  readonly isConfirmed: boolean;
}

export const isTimer = ({ notBefore }: OutboxEntry): boolean => notBefore !== undefined;

export const sentIn = (commits: readonly Recorded[]): readonly Sent[] =>
  commits.flatMap((by) =>
    by.commit.outbox.map((entry, n) => ({ by, entry, isConfirmed: by.commit.sent.includes(n) })),
  );
