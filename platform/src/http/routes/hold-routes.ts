// The holds of a participant under protocols that vote: to look at, and to decide about by hand while it is in doubt.
import { ByHandRequest, CommitByHandRequest, HoldStatus } from '@saga-lab/contracts/dtos/role';
import type { HoldDto } from '@saga-lab/contracts/dtos/role';
import type { z } from 'zod';
import type { Route } from './route.ts';
import { Problem } from './problem.ts';
import type { RouteContext } from './context.ts';
import { byHandRoute, roleRoutes } from './role-routes.ts';
import type { Asked, RoleDocument, Roles } from './role-routes.ts';

interface Hold extends RoleDocument, Pick<HoldDto, 'status' | 'about' | 'byHand'> {}

type Outcome = NonNullable<HoldDto['byHand']>['outcome'];
type About = NonNullable<HoldDto['about']>;

const done = 'Decided here, and nowhere else, now or before';
const impossible =
  'It is not in doubt (`NOT_IN_DOUBT`), or was decided otherwise by hand (`DECIDED_OTHERWISE`)';

const commit = <D extends Hold, Item extends z.ZodType>(
  context: RouteContext,
  roles: Roles<D, Item>,
): Route =>
  byHandRoute(context, {
    roles,
    act: 'commit',
    summary:
      'Decides a hold in doubt by hand: what is held is sold. Others may end otherwise: then the damage is shown',
    done,
    impossible: `${impossible}, or its prices are not known here (\`NO_PRICES\`)`,
    body: CommitByHandRequest,
    toMessage: ({ prices = {}, ...asked }, found) =>
      decideByHand(asked, 'COMMIT', priced(undecided(asked, 'COMMIT', found), prices)),
  });

const abort = <D extends Hold, Item extends z.ZodType>(context: RouteContext, roles: Roles<D, Item>): Route =>
  byHandRoute(context, {
    roles,
    act: 'abort',
    summary:
      'Decides a hold in doubt by hand: what is held is given back. Others may end otherwise: then the damage is shown',
    done,
    impossible,
    body: ByHandRequest,
    toMessage: (asked, found) => decideByHand(asked, 'ABORT', undecided(asked, 'ABORT', found)),
  });

const decideByHand = (asked: Asked, outcome: Outcome, terms: About) => ({
  type: 'DecideByHand',
  data: { ...asked, outcome, terms },
});

/** @throws Problem 409; the participant itself looks once more. */
const undecided = ({ orderId }: Asked, outcome: Outcome, { status, about, byHand }: Hold): About => {
  if (byHand && byHand.outcome !== outcome)
    throw new Problem(
      409,
      'DECIDED_OTHERWISE',
      `${byHand.by} has decided otherwise about the order ${orderId}.`,
    );
  if (!about || (!byHand && status !== 'IN_DOUBT'))
    throw new Problem(409, 'NOT_IN_DOUBT', `Nothing of the order ${orderId} is in doubt here.`);
  return about;
};

/** Prices that are known here count, whatever else is said. @throws Problem 409 if one is missing */
const priced = (about: About, said: Readonly<Record<string, number>>): About => {
  if (about.amount !== undefined) return about;
  const lines = about.lines.map((line) => ({ ...line, unitPrice: priceOf(line.sku, said) }));
  return {
    ...about,
    lines,
    amount: lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0),
  };
};

const priceOf = (sku: string, said: Readonly<Record<string, number>>): number => {
  const price = said[sku];
  if (price === undefined)
    throw new Problem(409, 'NO_PRICES', `Nobody has said here what ${sku} costs: say it as \`prices\`.`);
  return price;
};

export const holdRoutes = <D extends Hold, Item extends z.ZodType>(
  context: RouteContext,
  roles: Roles<D, Item>,
): readonly Route[] => [
  ...roleRoutes(context, roles, HoldStatus),
  commit(context, roles),
  abort(context, roles),
];
