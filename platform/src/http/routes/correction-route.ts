// The route by which an operator corrects what the history of a thing says: by an event that is recorded now, and valid earlier.
import type { z } from 'zod';
import type { Correction, OwnFact } from '../../decider/valid-time.ts';
import type { CommitStore } from '../../store/store.ts';
import type { ViewDocument } from '../../views/views.ts';
import type { RouteContext } from './context.ts';
import { historyCommandRoute } from './history-command.ts';
import type { AskedOf } from './history-command.ts';
import { correctedHistory } from './corrected-history.ts';
import type { CorrectableResource } from './corrected-history.ts';
import { noSuchThing } from './resource.ts';
import type { Route } from './route.ts';
import { ledgerPastOf } from './valid-past.ts';

/** As a correction is asked for; `validFrom` is a text. */
interface Request {
  readonly kind: string;
  readonly reason: string;
  readonly version?: number;
  readonly validFrom?: string;
}

/** What a request asks for, and what the history comes to with it. */
interface Asked<D> {
  readonly id: string;
  readonly by: string;
  readonly reason: string;
  readonly corrects: Correction | OwnFact;
  readonly seen: number;
  /** The thing as it is with the correction. */
  readonly after: D;
  readonly isSoAlready: boolean;
}

/** @throws Problem for what no decision can change. */
type ExpectPossible = (id: string, corrects: Correction | OwnFact) => Promise<void>;

/** How a kind of thing is corrected: the command is made of what its history comes to. */
export interface CorrectCommand<D extends ViewDocument = ViewDocument, Item extends z.ZodType = z.ZodType> {
  readonly resource: CorrectableResource<D, Item>;
  readonly toMessage: (asked: Asked<D>) => { readonly type: string; readonly data: unknown };
}

interface Correcting<
  D extends ViewDocument,
  Item extends z.ZodType,
  Body extends z.ZodType<Request>,
> extends CorrectCommand<D, Item> {
  readonly summary: string;
  /** When it is answered with 409. */
  readonly impossible: string;
  readonly body: Body;
  readonly expectPossible?: ExpectPossible | undefined;
}

/** `POST /stock/:sku/corrections` */
export const correctionRoute = <
  D extends ViewDocument,
  Item extends z.ZodType,
  Body extends z.ZodType<Request>,
>(
  context: RouteContext,
  { resource, summary, impossible, body, expectPossible, toMessage }: Correcting<D, Item, Body>,
): Route => {
  const ledger = ledgerPastOf(resource, context);
  return historyCommandRoute(context, {
    resource,
    name: 'correct',
    path: 'corrections',
    summary,
    body,
    responses: {
      200: { description: `The ${resource.name}, as it is with the correction`, schema: resource.item },
      409: { description: impossible },
    },
    toMessage: async ({ id, by, body: { reason, ...request } }: AskedOf<Body>) => {
      const asked = { id, by, reason, corrects: correctionOf(request) };
      const parts = { store: context.store, ledger, expectPossible };
      return correctMessage(parts, { resource, toMessage }, asked);
    },
  });
};

interface CorrectParts {
  readonly store: Pick<CommitStore, 'load' | 'now' | 'tombstones'>;
  readonly ledger: ReturnType<typeof ledgerPastOf>;
  readonly expectPossible?: ExpectPossible | undefined;
}

/** @throws Problem for what no decision can change. */
export const correctMessage = async <D extends ViewDocument, Item extends z.ZodType>(
  { store, ledger, expectPossible }: CorrectParts,
  { resource, toMessage }: CorrectCommand<D, Item>,
  { id, corrects, ...asked }: Pick<Asked<D>, 'id' | 'by' | 'reason' | 'corrects'>,
): Promise<{ readonly type: string; readonly data: unknown }> => {
  const { version: seen, document } = await ledger(id, {});
  if (seen === 0) throw await noSuchThing(store, resource.name, id);
  await expectPossible?.(id, corrects);
  const history = { id, seen, corrections: document?.corrections ?? [] };
  const found = await correctedHistory({ resource, store, ...history }, corrects);
  return toMessage({ id, corrects, seen, ...asked, ...found });
};

const correctionOf = ({ validFrom, ...rest }: Omit<Request, 'reason'>): Correction | OwnFact =>
  (validFrom === undefined ? rest : { ...rest, validFrom: Date.parse(validFrom) }) as Correction | OwnFact;
