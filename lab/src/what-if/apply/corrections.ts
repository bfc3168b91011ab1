// The corrections that a change comes to: one of the thing itself, and what customers of completed orders get back or pay.
import type { Ids } from '@saga-lab/platform/runtime/ports';
import type { ServiceName } from '@saga-lab/contracts/services';
import { isSame } from '../../checker/difference.ts';
import type { History } from '../../checker/history.ts';
import type { OrderWhatIf } from '../plan/sagas.ts';
import { keyOf } from '../record.ts';
import { saidFigures, saidThing } from '../retroactive.ts';
import type { Retroactive, Thing } from '../retroactive.ts';

/** One correction to record, by an ordinary request of an operator. */
export interface PlannedCorrection {
  readonly sentence: string;
  /** The history has it already. */
  readonly isDone: boolean;
  readonly service: ServiceName;
  readonly path: string;
  readonly body: object;
  /** Once, however often it is asked for. */
  readonly idempotencyKey: string;
}

/** The same for all who ask for the same change. */
export const correctionId = ({ hash }: Pick<Ids, 'hash'>, asked: Retroactive): string =>
  `what-if-${hash(JSON.stringify([asked.thing.kind, asked.thing.id, correctsOf(asked)]))}`;

/** As the histories keep it. */
const correctsOf = (asked: Retroactive): object =>
  asked.kind === 'FALSE'
    ? { kind: asked.kind, version: asked.version }
    : {
        kind: asked.kind,
        ...(asked.kind === 'WRONG' ? { version: asked.version } : { validFrom: asked.validFrom }),
        ...asked.figures,
      };

/** Commits by which this very change was corrected already, by `keyOf`: what would be is decided without them. */
export const ownCorrections = (history: History, asked: Retroactive, id: string): ReadonlySet<string> =>
  new Set(
    history.all
      .filter(({ commit }) => {
        const { corrects } = commit.input.data as { readonly corrects?: { readonly because?: string } };
        if (corrects === undefined) return false;
        return (
          corrects.because === id ||
          (isAbout(asked.thing, commit.input.data) && isSame(corrects, correctsOf(asked)))
        );
      })
      .map(({ service, commit }) => keyOf(service, commit._id)),
  );

const isAbout = ({ kind, id }: Thing, data: unknown): boolean => {
  const { sku, customerId } = data as { readonly sku?: string; readonly customerId?: string };
  return kind === 'stock' ? sku === id : customerId === id;
};

/** @param amounts orders that are completed in both, and cost something else */
export const correctionsFor = (
  { history, asked, id }: { readonly history: History; readonly asked: Retroactive; readonly id: string },
  amounts: readonly OrderWhatIf[],
): readonly PlannedCorrection[] => {
  const own = ownCorrections(history, asked, id);
  const made = history.all.filter(({ service, commit }) => own.has(keyOf(service, commit._id)));
  const settled = new Set(
    made.map(({ commit }) => (commit.input.data as { corrects: { orderId?: string } }).corrects.orderId),
  );
  return [
    { ...ofThing(asked, id), isDone: settled.has(undefined) },
    ...amounts.map((order) => ({ ...ofOrder(order, id), isDone: settled.has(order.order) })),
  ];
};

type Correction = Omit<PlannedCorrection, 'isDone'>;

const targets = {
  stock: { service: 'inventory-service', path: (id: string) => `/stock/${id}/corrections` },
  account: { service: 'payment-service', path: (id: string) => `/accounts/${id}/corrections` },
} as const;

const ofThing = (asked: Retroactive, id: string): Correction => {
  const { service, path } = targets[asked.thing.kind];
  const { validFrom } = asked as { readonly validFrom?: number };
  return {
    sentence: `${saidThing(asked.thing)} is corrected: ${wordsOf(asked)}`,
    service,
    path: path(asked.thing.id),
    body: {
      ...correctsOf(asked),
      ...(validFrom !== undefined && { validFrom: new Date(validFrom).toISOString() }),
      reason: `what-if ${asked.kind.toLowerCase()}`,
    },
    idempotencyKey: id,
  };
};

const wordsOf = (asked: Retroactive): string => {
  switch (asked.kind) {
    case 'FORGOTTEN':
      return `${saidFigures(asked.figures)} from ${new Date(asked.validFrom).toISOString()} on`;
    case 'FALSE':
      return `version ${asked.version} never was`;
    case 'WRONG':
      return `version ${asked.version} says ${saidFigures(asked.figures)}`;
    default:
      return asked satisfies never;
  }
};

const ofOrder = ({ order, customerId, then, would }: OrderWhatIf, id: string): Correction => {
  const amount = (then.cost ?? 0) - (would.cost ?? 0);
  const said = Math.abs(amount).toLocaleString('en-US');
  return {
    sentence: `account ${customerId} ${amount > 0 ? `gets ${said} back` : `pays ${said} more`} for order ${order}`,
    service: targets.account.service,
    path: targets.account.path(customerId),
    body: {
      kind: 'DIFFERENCE',
      orderId: order,
      amount,
      because: id,
      reason: `order ${order} would have cost ${would.cost ?? 0}`,
    },
    idempotencyKey: `${id}-${order}`,
  };
};
