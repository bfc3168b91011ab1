// Messages that could not be handled: to look at, and to handle again.
import { DeadLetterDto } from '@saga-lab/contracts/dtos/operation';
import { pageOf } from '@saga-lab/contracts/dtos/page';
import { fitsIntoPath } from '@saga-lab/contracts/primitives';
import { z } from 'zod';
import { PermanentError } from '../decider/errors.ts';
import { cursorsOf } from '../http/routes/cursor.ts';
import { OperatorHeaders } from '../http/routes/operator.ts';
import { pageFrom, PageQuery } from '../http/routes/pages.ts';
import { Problem } from '../http/routes/problem.ts';
import { route, type Route } from '../http/routes/route.ts';
import type { Ids } from '../runtime/ports.ts';
import { bytesOf } from '../store/dead-letters.ts';
import type { DeadLetters } from '../store/dead-letters.ts';
import type { CommitStore } from '../store/store.ts';

export interface DeadLetterParts {
  readonly service: string;
  readonly store: CommitStore;
  readonly deadLetters: DeadLetters;
  readonly ids: Ids;
  /** Handles the bytes as those of a delivery. @throws PermanentError if that still cannot be done */
  readonly replay: (bytes: Uint8Array) => Promise<void>;
}

export const deadLetterRoutes = (parts: DeadLetterParts): readonly Route[] => [
  listDeadLetters(parts),
  showDeadLetter(parts),
  replayDeadLetter(parts),
];

const LetterId = z.strictObject({
  id: z.string().min(1).max(255).refine(fitsIntoPath, 'must not be . or ..'),
});

const listDeadLetters = ({ deadLetters, service, ids }: DeadLetterParts): Route => {
  const cursors = cursorsOf({ service, path: '/dead-letters', ids });
  return route({
    method: 'get',
    path: '/dead-letters',
    summary: 'Messages that could not be handled; looking at them changes nothing',
    admin: true,
    query: PageQuery,
    responses: { 200: { description: 'One page', schema: pageOf(DeadLetterDto) } },
    handle: async ({ query: { after, limit } }) => {
      const letters = await deadLetters.list(cursors.positionOf(after), limit);
      return { status: 200, body: pageFrom(letters, limit, ({ _id }) => cursors.of(_id)) };
    },
  });
};

const known = async (deadLetters: DeadLetters, id: string) => {
  const letter = await deadLetters.get(id);
  if (!letter) throw new Problem(404, 'NOT_FOUND', 'There is no dead letter of this id.');
  return letter;
};

const showDeadLetter = ({ deadLetters }: DeadLetterParts): Route =>
  route({
    method: 'get',
    path: '/dead-letters/:id',
    summary: 'One message that could not be handled',
    admin: true,
    params: LetterId,
    responses: { 200: { description: 'The dead letter', schema: DeadLetterDto } },
    handle: async ({ params }) => ({ status: 200, body: await known(deadLetters, params.id) }),
  });

const replayDeadLetter = ({ deadLetters, replay, store }: DeadLetterParts): Route =>
  route({
    method: 'post',
    path: '/dead-letters/:id/replay',
    summary: 'Handles the same bytes again; doing so twice has no second effect',
    admin: true,
    params: LetterId,
    headers: OperatorHeaders,
    responses: {
      200: { description: 'It has been handled', schema: DeadLetterDto },
      409: { description: 'It still cannot be handled' },
    },
    handle: async ({ params, headers }) => {
      const letter = await known(deadLetters, params.id);
      const bytes = bytesOf(letter);
      if (bytes.length < letter.size) throw stillPoison(letter.reason);
      await replay(bytes).catch(refuseAgain);
      await deadLetters.noteReplay(letter._id, { at: await store.now(), by: headers['x-operator'] });
      return { status: 200, body: await known(deadLetters, letter._id) };
    },
  });

const refuseAgain = (error: unknown): never => {
  if (!(error instanceof PermanentError)) throw error;
  throw error.code === 'EXPIRED' ? tooOld(error.message) : stillPoison(error.message);
};

const tooOld = (reason: string): Problem =>
  new Problem(
    409,
    'EXPIRED',
    'The message is too old to be handled. See what became of its saga, and do by hand what is still to be done.',
    { reason },
  );

const stillPoison = (reason: string): Problem =>
  new Problem(409, 'STILL_POISON', 'The message still cannot be handled.', { reason });
