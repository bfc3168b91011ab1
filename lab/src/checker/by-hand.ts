// What people decided by hand about an order of another protocol than the saga, at the services where it was in doubt.
import { serviceNames } from '@saga-lab/contracts/services';
import { streamOf } from '@saga-lab/platform/decider/streams';
import type { Facts } from './facts.ts';
import type { Under } from './protocols.ts';
import { said } from './verdict.ts';

/** As it was read: it may be anything. */
interface DecidedByHand {
  readonly outcome: unknown;
  readonly by: unknown;
  readonly reason: unknown;
}

/** A sentence for each of them: where services disagree, this is why. `HeuristicDamage`: the true outcome came, and was another. */
export const byHandFindings = ({ history }: Facts, { id, order }: Under): readonly string[] =>
  serviceNames.flatMap((service) => {
    const notes = history.ofStreamAt(service, streamOf(said(order.protocol), id));
    const decided = notes.find(({ type }) => type === 'DecidedByHand')?.data as DecidedByHand | undefined;
    if (!decided) return [];
    const isDamaged = notes.some(({ type }) => type === 'HeuristicDamage');
    const what = isDamaged ? 'heuristic damage' : 'decided by hand';
    const then = isDamaged ? ', and the outcome was another' : '';
    return [
      `order ${id}: ${what}: ${said(decided.by)} decided ${said(decided.outcome)} by hand at ${service} ("${said(decided.reason)}")${then}.`,
    ];
  });
