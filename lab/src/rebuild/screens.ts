// Read models that are shaped for a screen made anew, from nothing but the histories.
import type { Projection, RowDocument } from '@saga-lab/platform/views/projection';
import { streamFor, unfolded } from '@saga-lab/platform/views/projection';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import { salesResource } from '@saga-lab/inventory-service/read-model/sales';
import { stockCardResource } from '@saga-lab/inventory-service/read-model/stock-cards';
import { statementResource } from '@saga-lab/payment-service/read-model/statements';
import { orderSummaryResource } from '@saga-lab/saga-orchestrator/read-model/order-summaries';
import { screenNames } from '../checker/facts.ts';
import type { ScreenLine, ScreenName, Screens } from '../checker/facts.ts';
import type { History } from '../checker/history.ts';

/** Of the same things as are shown. */
export type RebuildScreens = (history: History, shown: Screens) => Screens;

interface Screen {
  readonly projection: Projection;
  /** As REST shows it; the documents are those of the projection. */
  readonly show: (document: never) => ScreenLine;
  /** Whether that is done with the rows beside the document, and not with the document. */
  readonly hasRows: boolean;
}

export const screensOf: Readonly<Record<ScreenName, Screen>> = {
  statements: { ...statementResource, hasRows: true },
  'stock-cards': { ...stockCardResource, hasRows: true },
  sales: { ...salesResource, hasRows: true },
  'order-summaries': { ...orderSummaryResource, hasRows: false },
};

export const rebuiltScreens: RebuildScreens = (history, shown) =>
  screensFrom((name) =>
    [...shown[name].keys()].map((id) => [id, linesOf(history, screensOf[name], id)] as const),
  );

/** From what each has to show. */
export const screensFrom = (
  linesOfEach: (name: ScreenName) => Iterable<readonly [id: string, lines: readonly ScreenLine[]]>,
): Screens =>
  Object.fromEntries(screenNames.map((name) => [name, new Map(linesOfEach(name))])) as unknown as Screens;

const linesOf = (
  history: History,
  { projection, show, hasRows }: Screen,
  id: string,
): readonly ScreenLine[] => {
  try {
    const { document, rows } = unfolded(projection, id, history.ofStream(streamFor(projection, id)));
    const documents: readonly (ViewDocument | RowDocument)[] = hasRows ? rows : document ? [document] : [];
    return documents.map((one) => JSON.parse(JSON.stringify(show(one as never))) as ScreenLine);
  } catch (error) {
    return [{ version: 0, cannotBeFolded: String(error) } as ScreenLine]; // nothing shows that
  }
};
