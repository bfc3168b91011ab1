// A saga as it is shown over HTTP.
import { Id } from '@saga-lab/contracts/primitives';
import type { Resource } from '@saga-lab/platform/http/routes/read-routes';
import { z } from 'zod';
import { sagas } from '../read-model/sagas.ts';
import type { SagaDocument } from '../read-model/sagas.ts';
import { outlook } from '../read-model/outlook.ts';
import { steps } from '../sagas/order-fulfilment/steps.ts';

export const Status = z.enum(['RUNNING', 'COMPENSATING', 'PARKED', 'COMPLETED', 'COMPENSATED']);

const Todo = z.strictObject({ step: Id, command: z.string() });

export const Saga = z.strictObject({
  sagaId: Id,
  saga: z.string().describe('Name of its table'),
  status: Status,
  step: Id.optional().describe('The step that is open; the last one, once the saga has ended'),
  operation: z.enum(['action', 'compensation']).optional(),
  attempt: z.int().optional().describe('How often its command was sent'),
  deadline: z.iso.datetime().optional().describe('When the open step is given up, or its command repeated'),
  reason: z.string().optional().describe('Why the saga is or was undone'),
  error: z.string().optional().describe('Why it is parked'),
  startedAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  done: z.array(Id).describe('Steps that took effect and have not been undone'),
  left: z.array(Todo).describe('Commands to be answered until it ends the way it is going'),
  undoneIfAbortedNow: z.array(Todo).describe('What an abort now would send; empty when it is too late'),
  cannotBeUndone: z.array(Id).describe('Steps done or underway that nothing will undo any more'),
  version: z.int(),
});

const iso = (instant: number): string => new Date(instant).toISOString();

const show = ({ _id, deadline, startedAt, updatedAt, ...rest }: SagaDocument): z.infer<typeof Saga> => {
  const { done, left, undoneIfAbortedNow, cannotBeUndone } = outlook(steps, rest);
  return {
    sagaId: _id,
    ...rest,
    ...(deadline !== undefined && { deadline: iso(deadline) }),
    startedAt: iso(startedAt),
    updatedAt: iso(updatedAt),
    done: [...done],
    left: [...left],
    undoneIfAbortedNow: [...undoneIfAbortedNow],
    cannotBeUndone: [...cannotBeUndone],
  };
};

export const sagaItem: Resource<SagaDocument, typeof Saga> = {
  name: 'saga',
  path: '/sagas',
  id: { sagaId: Id },
  item: Saga,
  show,
  projection: sagas,
};
