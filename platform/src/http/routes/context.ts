// What the routes of a service stand on, and how they hand a message over.
import type { Message } from '../../decider/message.ts';
import type { Handle, Outcome } from '../../runtime/handler.ts';
import type { CommitStore } from '../../store/store.ts';
import type { ReadModels } from '../../runtime/read-models/read-models.ts';
import { expectDone, within } from './http-message.ts';
import type { Sender } from './http-message.ts';

export interface RouteContext extends Sender {
  readonly handle: Handle;
  readonly store: CommitStore;
  readonly views: ReadModels['views'];
  readonly readModels: Pick<ReadModels, 'reached' | 'isFilling'>;
}

/** How long a client is kept waiting for the commit. */
const PATIENCE_MS = 5_000;

/**
 * Resolves once it is durable that the message took effect, now or before.
 * @throws Problem as `expectDone`; TransientError as `within`: then the request may be repeated.
 */
export const submit = async (
  { handle, clock }: Pick<RouteContext, 'handle' | 'clock'>,
  message: Message,
): Promise<Exclude<Outcome, { status: 'refused' }>> =>
  expectDone(await within(PATIENCE_MS, handle(message), clock), message);
