// What an operator asked of a history, asked again of the parallel one, by the services' own code: a restore, a correction.
import { stockCorrecting, stockRestoring } from '@saga-lab/inventory-service/entry-points/history-commands';
import {
  accountCorrecting,
  accountRestoring,
  expectPaidBy,
} from '@saga-lab/payment-service/entry-points/history-commands';
import { paymentResource } from '@saga-lab/payment-service/read-model/payments';
import type { NewEvent } from '@saga-lab/platform/decider/decider';
import type { Message, Stamp } from '@saga-lab/platform/decider/message';
import type { Correction, OwnFact } from '@saga-lab/platform/decider/valid-time';
import { correctMessage } from '@saga-lab/platform/http/routes/correction-route';
import type { CorrectCommand } from '@saga-lab/platform/http/routes/correction-route';
import { Problem } from '@saga-lab/platform/http/routes/problem';
import { noSuchThing } from '@saga-lab/platform/http/routes/resource';
import { restoreMessage } from '@saga-lab/platform/http/routes/restore-route';
import type { RestoreCommand } from '@saga-lab/platform/http/routes/restore-route';
import { ledgerPastOf } from '@saga-lab/platform/http/routes/valid-past';
import type { CommitStore } from '@saga-lab/platform/store/store';
import { folded, streamFor } from '@saga-lab/platform/views/projection';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import { meantHere } from './meant.ts';
import type { Asked, MeaningParts } from './meant.ts';
import type { ParallelStreams } from './streams.ts';

type Store = Pick<CommitStore, 'load' | 'now' | 'tombstones'>;
type Made = Promise<{ readonly type: string; readonly data: unknown }>;
type Command = (store: Store, streams: ParallelStreams, asked: Asked) => Made;

const restore =
  <S, E extends NewEvent, D extends ViewDocument>(command: RestoreCommand<S, E, D>): Command =>
  (store, _streams, { id, data }) => {
    const { by, toVersion, reason, undone, ...rest } = data as RestoreData;
    // It is left out in messages from before it could be asked for.
    const since = 'undoneSince' in rest ? { undoneSince: rest.undoneSince } : {};
    const body = { toVersion, reason, undone, ...since } as RestoreData;
    return restoreMessage(store, command, { id, by, body });
  };

interface RestoreData {
  readonly by: string;
  readonly toVersion: number;
  readonly reason: string;
  readonly undone: string[];
  readonly undoneSince: boolean;
}

const correct =
  <D extends ViewDocument>(command: CorrectCommand<D>): Command =>
  (store, streams, { id, data }) => {
    const { by, reason, corrects } = data as CorrectData;
    const { orderId } = corrects as { readonly orderId?: string };
    const expectPossible = async (): Promise<void> => {
      if (orderId !== undefined) await expectPaid(store, streams, { customerId: id, orderId });
    };
    const parts = { store, ledger: ledgerPastOf(command.resource, { store }), expectPossible };
    return correctMessage(parts, command, { id, by, reason, corrects });
  };

interface CorrectData {
  readonly by: string;
  readonly reason: string;
  readonly corrects: Correction | OwnFact;
}

/** @throws Problem as the payment service */
const expectPaid = async (
  store: Store,
  { events }: ParallelStreams,
  { customerId, orderId }: { readonly customerId: string; readonly orderId: string },
): Promise<void> => {
  const { name, projection } = paymentResource;
  const payment = folded(projection, orderId, events(streamFor(projection, orderId)));
  if (!payment) throw await noSuchThing(store, name, orderId);
  expectPaidBy(customerId, paymentResource.show(payment));
};

const commands: Readonly<Record<string, Command>> = {
  RestoreStock: restore(stockRestoring),
  RestoreAccount: restore(accountRestoring),
  CorrectStock: correct(stockCorrecting),
  CorrectAccount: correct(accountCorrecting),
};

/** Nothing of either: nobody would have asked for it. */
export interface AskedAgain {
  readonly message?: Message & Stamp;
  readonly refusal?: string;
}

/** What is no request about a history is as it was. @throws Unknowable */
export const askedAgain = async (parts: MeaningParts, message: Message & Stamp): Promise<AskedAgain> => {
  const command = Object.hasOwn(commands, message.type) ? commands[message.type] : undefined;
  if (!command) return { message };
  const { asked, refusal } = meantHere(parts, message);
  if (!asked) return { ...(refusal !== undefined && { refusal }) };
  try {
    const made = await command(storeOf(parts.streams, message.receivedAt), parts.streams, asked);
    return { message: { ...message, ...made } };
  } catch (error) {
    if (error instanceof Problem) return { refusal: error.message };
    throw error;
  }
};

/** The parallel streams, as a service reads its own. */
const storeOf = ({ events }: ParallelStreams, receivedAt: number): Store => ({
  load: (stream, afterVersion, upTo = Infinity) =>
    Promise.resolve({
      events: events(stream).filter(({ version }) => version > afterVersion && version <= upTo),
      lamport: 0,
    }),
  now: () => Promise.resolve(receivedAt),
  tombstones: () => Promise.resolve([]),
});
