// What can be judged of what was read: a document of another shape than expected is left out, and named.
import type { Shape } from './shape.ts';
import { accountShape, deadLetterShape, lineShape, orderShapes, stockShape } from './shapes.ts';
import { screenNames } from './facts.ts';
import type { Facts, OrderFacts, Screens } from './facts.ts';

type Documents = Pick<Facts, 'accounts' | 'stock' | 'orders' | 'screens' | 'deadLetters' | 'unreadable'>;

/** Commits are looked at by `historyOf`. */
export const readable = <T extends Documents>(facts: T): T => {
  const flaws: string[] = [];
  const isFine = (shape: Shape, noun: string, document: unknown): boolean => {
    const flaw = shape(document);
    if (flaw !== undefined) flaws.push(`${noun}${flaw}.`);
    return flaw === undefined;
  };
  const listed = <Item>(items: readonly Item[], shape: Shape, noun: string): readonly Item[] =>
    items.filter((item, n) => isFine(shape, `${noun} ${n + 1}`, item));
  const part = <Name extends keyof typeof orderShapes>(one: OrderFacts, kind: Name): OrderFacts[Name] =>
    one[kind] === undefined || isFine(orderShapes[kind], `${kind} ${one.id}`, one[kind])
      ? one[kind]
      : undefined;
  const screens = (all: Screens): Screens =>
    Object.fromEntries(
      screenNames.map((name) => [
        name,
        new Map(
          [...all[name]].map(([id, lines]) => [id, listed(lines, lineShape, `line of ${name} ${id},`)]),
        ),
      ]),
    ) as unknown as Screens;
  const clean = {
    ...facts,
    ...(facts.screens && { screens: screens(facts.screens) }),
    accounts: listed(facts.accounts, accountShape, 'account'),
    stock: listed(facts.stock, stockShape, 'stock'),
    deadLetters: listed(facts.deadLetters, deadLetterShape, 'dead letter'),
    orders: facts.orders.map((one) => ({
      id: one.id,
      order: part(one, 'order'),
      saga: part(one, 'saga'),
      payment: part(one, 'payment'),
      reservation: part(one, 'reservation'),
    })),
  };
  return flaws.length === 0 ? facts : { ...clean, unreadable: [...(facts.unreadable ?? []), ...flaws] };
};
