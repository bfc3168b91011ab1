// The holds of a participant under protocols that vote: to look at, and to decide about by hand while it is in doubt.
import type { Route } from './route.ts';
import { Problem } from './problem.ts';
import type { RouteContext } from './context.ts';
import { byHandRoute, roleRoute } from './role-routes.ts';
import type { Asked, ByHand, Roles } from './role-routes.ts';

interface Hold {
  readonly protocol: string;
  readonly status: string;
  readonly role: string;
  readonly since: string;
  readonly terms?: unknown;
}

const deciding = <P extends Hold>(roles: Roles<P>, outcome: 'COMMIT' | 'ABORT'): ByHand<P> => ({
  roles,
  act: outcome.toLowerCase(),
  summary: `Decides a hold in doubt by hand: ${outcome}. Others may end otherwise, and then the damage is shown`,
  done: 'Decided here, and nowhere else',
  impossible: 'It is not in doubt (`NOT_IN_DOUBT`), or was decided by hand before',
  toMessage: (asked, found) => ({
    type: 'DecideByHand',
    data: { ...asked, outcome, terms: termsOf(asked, found) },
  }),
});

/** @throws Problem 409 where nothing was ever held. */
const termsOf = ({ orderId }: Asked, { terms }: Hold): unknown => {
  if (terms === undefined)
    throw new Problem(409, 'NOT_IN_DOUBT', `Nothing is held here for the order ${orderId}.`);
  return terms;
};

export const holdRoutes = <P extends Hold>(context: RouteContext, roles: Roles<P>): readonly Route[] => [
  roleRoute(context, roles),
  byHandRoute(context, deciding(roles, 'COMMIT')),
  byHandRoute(context, deciding(roles, 'ABORT')),
];
