// From an observation to the facts that a file has of it, and back.
import type { StockDto } from '@saga-lab/contracts/dtos/inventory';
import type { DeadLetterDto } from '@saga-lab/contracts/dtos/operation';
import type { AccountDto } from '@saga-lab/contracts/dtos/payment';
import { screenNames } from '../../checker/facts.ts';
import type { OrderFacts, ScreenLine, Screens } from '../../checker/facts.ts';
import { screensFrom } from '../../rebuild/screens.ts';
import { historyOf } from '../../checker/history.ts';
import type { Commit } from '@saga-lab/platform/store/commit';
import type { ServiceName } from '@saga-lab/contracts/services';
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import type { Observation } from '../audit.ts';
import type { Fact } from './lines.ts';

/** A fact without its number. */
export type Unnumbered = Fact extends infer F ? (F extends { n: number } ? Omit<F, 'n'> : never) : never;

export function* factsIn({
  reading,
  begin,
  leftOut,
  forgottenOrders = 0,
}: Observation): Generator<Unnumbered> {
  const { ids, orders, accounts, stock, deadLetters, tampering, history } = reading;
  yield { kind: 'scope', leftOut, ...(forgottenOrders > 0 && { forgottenOrders }), tampering };
  yield* ids.customers.map((id) => ({ kind: 'customer' as const, id }));
  yield* ids.skus.map((id) => ({ kind: 'sku' as const, id }));
  yield* orders.map((one) => ({ kind: 'order' as const, ...one }));
  yield* accounts.map((account) => ({ kind: 'account' as const, account }));
  yield* stock.map((one) => ({ kind: 'stock' as const, stock: one }));
  if (reading.screens) yield* screenFacts(reading.screens);
  yield* [...begin].map(([stream, version]) => ({ kind: 'begin' as const, stream, version }));
  yield* deadLetters.map((deadLetter) => ({ kind: 'dead-letter' as const, deadLetter }));
  for (const { service, commit } of history.all) yield { kind: 'commit', service, commit };
}

function* screenFacts(screens: Screens): Generator<Unnumbered> {
  for (const model of screenNames)
    for (const [id, lines] of screens[model]) yield { kind: 'screen', model, id, lines: [...lines] };
}

/** Takes facts one by one, and has the observation once they are all there. */
export const collector = () => {
  const customers: string[] = [];
  const skus: string[] = [];
  const orders: OrderFacts[] = [];
  const accounts: AccountDto[] = [];
  const stock: StockDto[] = [];
  const screens = new Map(screenNames.map((name) => [name, new Map<string, readonly ScreenLine[]>()]));
  const begin = new Map<string, number>();
  const deadLetters: DeadLetterDto[] = [];
  const commits = new Map<ServiceName, Commit[]>(serviceNames.map((service) => [service, []]));
  let scope: Extract<Fact, { kind: 'scope' }> | undefined;

  const take = (fact: Fact): void => {
    switch (fact.kind) {
      case 'scope':
        scope = fact;
        return;
      case 'customer':
        return void customers.push(fact.id);
      case 'sku':
        return void skus.push(fact.id);
      case 'order': {
        const { id, order, saga, payment, reservation } = fact;
        return void orders.push({ id, order, saga, payment, reservation });
      }
      case 'account':
        return void accounts.push(fact.account);
      case 'stock':
        return void stock.push(fact.stock);
      case 'screen':
        return void screens.get(fact.model)?.set(fact.id, fact.lines);
      case 'begin':
        return void begin.set(fact.stream, fact.version);
      case 'dead-letter':
        return void deadLetters.push(fact.deadLetter);
      case 'commit':
        return void commits.get(fact.service)?.push(fact.commit);
    }
  };

  /** `undefined` if nothing says what all of this is about. */
  const observation = (): Observation | undefined =>
    scope && {
      reading: {
        ids: { customers, skus, orders: orders.map(({ id }) => id) },
        accounts,
        stock,
        orders,
        ...([...screens.values()].some(({ size }) => size > 0) && {
          screens: screensFrom((name) => screens.get(name) ?? []),
        }),
        deadLetters,
        tampering: scope.tampering,
        history: historyOf(ofEveryService((service) => commits.get(service) ?? [])),
      },
      begin,
      leftOut: scope.leftOut,
      forgottenOrders: scope.forgottenOrders ?? 0,
    };

  return { take, observation };
};
