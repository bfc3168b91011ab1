// Reads the read models that are shaped for a screen of a lab in memory: what REST would show of them.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { RowDocument } from '@saga-lab/platform/views/projection';
import type { ViewDocument, Views } from '@saga-lab/platform/views/views';
import { screenNames } from '../checker/facts.ts';
import type { ScreenLine, ScreenName, Screens } from '../checker/facts.ts';
import type { Ids } from '../rebuild/read-models.ts';
import { screensOf } from '../rebuild/screens.ts';

type Keepers = Readonly<Record<ServiceName, Pick<Views, 'get' | 'find'>>>;

const keepers: Readonly<Record<ScreenName, ServiceName>> = {
  statements: 'payment-service',
  'stock-cards': 'inventory-service',
  sales: 'inventory-service',
  'order-summaries': 'saga-orchestrator',
};

const PAGE = 100;

export const readScreens = async (views: Keepers, { customers, skus, orders }: Ids): Promise<Screens> => {
  const ids: Readonly<Record<ScreenName, readonly string[]>> = {
    statements: customers,
    'stock-cards': skus,
    sales: skus,
    'order-summaries': orders,
  };
  const read = screenNames.map(async (name) => {
    const lines = new Map<string, readonly ScreenLine[]>();
    for (const id of ids[name]) lines.set(id, await linesOf(views[keepers[name]], name, id));
    return [name, lines] as const;
  });
  return Object.fromEntries(await Promise.all(read)) as unknown as Screens;
};

const linesOf = async (
  views: Pick<Views, 'get' | 'find'>,
  name: ScreenName,
  id: string,
): Promise<readonly ScreenLine[]> => {
  const { projection, show, hasRows } = screensOf[name];
  const documents = hasRows
    ? await rowsOf(views, projection.view, id)
    : await views.get(projection.view, [id]);
  return documents.map((document) => JSON.parse(JSON.stringify(show(document as never))) as ScreenLine);
};

const rowsOf = async (
  views: Pick<Views, 'find'>,
  view: string,
  id: string,
): Promise<readonly ViewDocument[]> => {
  const rows: RowDocument[] = [];
  for (let after = ''; ;) {
    const page = await views.find<RowDocument>(view, { where: { of: id }, after, limit: PAGE });
    rows.push(...page);
    const last = page.at(-1);
    if (!last) return rows;
    after = last._id;
  }
};
