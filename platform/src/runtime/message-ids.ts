// Ids that a repeat of the same decision gives again, so that a re-sent message is recognised everywhere.
import type { Message } from '../decider/message.ts';
import type { Ids } from './ports.ts';

/** Id of the n-th message (from 0) that `service` sends because of `cause`; at most 100 bytes. */
export const outgoingId = (ids: Ids, service: string, cause: Message, n: number): string =>
  `${cause.correlationId}.${ids.hash(service, cause.id, String(n))}`;
