// The running system as it was seen at one moment.
import type { SagaDto } from '@saga-lab/contracts/dtos/saga';
import type { QueueCount } from '@saga-lab/launcher/broker/queue-counts';
import type { EngineName } from '@saga-lab/launcher/system/state-file';
import type { ReadModelLag } from '../../client/read-model-lag.ts';
import type { SagaStatus } from '@saga-lab/contracts/saga';

export interface PartStatus {
  readonly name: string;
  readonly url?: string;
  readonly pid?: number;
  readonly ready: boolean;
  /** Why it is not ready. */
  readonly why?: string;
}

/** What could not be had is left out. */
export interface ServiceStatus {
  readonly service: string;
  /** Commits with a message that is not noted as confirmed, or a timer that is due. */
  readonly pending?: number;
  /** For how long the oldest of them waits. */
  readonly waitedMs?: number;
  /** Those that nobody has replayed yet. */
  readonly deadLetters?: number;
}

export interface SagasStatus {
  readonly counts: Readonly<Record<SagaStatus, number>>;
  readonly oldestOpen?: SagaDto;
}

/** Orders that no saga decides about and that have not ended everywhere. */
export interface TransactionsStatus {
  readonly open: number;
  /** Somebody does not answer, or it ended by half. */
  readonly parked: number;
  /** By the service that has promised its part and does not know the outcome; left out where nobody is. */
  readonly inDoubt: Readonly<Record<string, number>>;
  /** By the service where a person decided and the outcome was another. */
  readonly damaged: Readonly<Record<string, number>>;
  /** The one that has been in doubt for longest. */
  readonly oldest?: { readonly orderId: string; readonly protocol: string; readonly since: string };
}

export interface Report {
  /** Both left out for a system that no launcher of this machine runs. */
  readonly engine?: EngineName;
  readonly launcherPid?: number;
  /** When this was asked, ISO 8601. */
  readonly at: string;
  readonly parts: readonly PartStatus[];
  /** Left out without a broker that answers. */
  readonly queues?: readonly QueueCount[];
  readonly services: readonly ServiceStatus[];
  /** How far read models are behind, of those that have shown an event. */
  readonly readModels: readonly ReadModelLag[];
  /** Left out while the orchestrator does not answer. */
  readonly sagas?: SagasStatus;
  /** Left out while one of the services does not answer. */
  readonly transactions?: TransactionsStatus;
}
