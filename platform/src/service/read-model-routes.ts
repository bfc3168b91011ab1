// The read models of a service: to look at how they are kept, and to make one anew.
import { ReadModelDto, ReadModelsDto } from '@saga-lab/contracts/dtos/operation';
import { z } from 'zod';
import { PermanentError } from '../decider/errors.ts';
import { Problem } from '../http/routes/problem.ts';
import { route, type Route } from '../http/routes/route.ts';
import type { ReadModels } from '../runtime/read-models/read-models.ts';

export interface ReadModelParts {
  readonly readModels: Pick<ReadModels, 'states' | 'beginRebuild'>;
}

export const readModelRoutes = (parts: ReadModelParts): readonly Route[] => [
  listReadModels(parts),
  rebuildReadModel(parts),
];

const listReadModels = ({ readModels }: ReadModelParts): Route =>
  route({
    method: 'get',
    path: '/read-models',
    summary: 'All read models, and how it goes with those that are filled or made anew',
    admin: true,
    responses: { 200: { description: 'All of them', schema: ReadModelsDto } },
    handle: () => Promise.resolve({ status: 200, body: { items: readModels.states() } }),
  });

const rebuildReadModel = ({ readModels }: ReadModelParts): Route =>
  route({
    method: 'post',
    path: '/read-models/:model/rebuild',
    summary: 'Makes a read model anew from the history, beside the live one, which readers see meanwhile',
    admin: true,
    params: z.strictObject({ model: z.string().min(1).max(64) }),
    responses: {
      202: { description: 'It has begun; GET /read-models says how it goes', schema: ReadModelDto },
      409: { description: 'One is being made anew already' },
    },
    handle: ({ params }) => {
      try {
        const body = readModels.beginRebuild(params.model);
        return Promise.resolve({ status: 202, body, headers: { Location: '/read-models' } });
      } catch (error) {
        throw refusal(error);
      }
    },
  });

const refusal = (error: unknown): unknown => {
  if (!(error instanceof PermanentError)) return error;
  return error.code === 'UNKNOWN_READ_MODEL'
    ? new Problem(404, 'NOT_FOUND', `${sentence(error.message)}.`)
    : new Problem(409, error.code, `${sentence(error.message)}.`);
};

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
