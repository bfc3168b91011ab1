// The plans of all services as the sweep knows them: each has its order to die, and holds of several cells beside it.
import { ofEveryService } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { writePlan } from '../plan.ts';
import type { Order, Plan, Withheld } from '../plan.ts';

type Held = Plan['holds'][number];

export interface Plans {
  readonly folder: string;
  readonly arm: (service: ServiceName, order: Order) => void;
  /** The same, and once it has died it is not there again until `disarm`. */
  readonly armAway: (service: ServiceName, order: Order) => void;
  readonly disarm: (service: ServiceName) => void;
  readonly hold: (service: ServiceName, held: Held) => void;
  readonly release: (service: ServiceName, held: Held) => void;
  /** From then on such a message is made durable and not published, until it is `said`. */
  readonly withhold: (service: ServiceName, withheld: Withheld) => void;
  readonly say: (service: ServiceName, withheld: Withheld) => void;
}

export const plansIn = (folder: string): Plans => {
  const plans: Record<ServiceName, Plan> = ofEveryService(() => ({ holds: [] }));
  const change = (service: ServiceName, plan: Plan): void => {
    plans[service] = plan;
    writePlan(folder, service, plan);
  };
  return {
    folder,
    arm: (service, order) => {
      change(service, { ...plans[service], order });
    },
    armAway: (service, order) => {
      change(service, { ...plans[service], order, staysAway: true });
    },
    disarm: (service) => {
      const { order: _order, staysAway: _away, ...others } = plans[service];
      change(service, others);
    },
    hold: (service, held) => {
      change(service, { ...plans[service], holds: [...plans[service].holds, held] });
    },
    release: (service, { type, subject }) => {
      const holds = plans[service].holds.filter((held) => held.type !== type || held.subject !== subject);
      change(service, { ...plans[service], holds });
    },
    withhold: (service, one) => {
      change(service, { ...plans[service], withheld: [...(plans[service].withheld ?? []), one] });
    },
    say: (service, { type, subject, to }) => {
      const isOther = (one: Withheld) => one.type !== type || one.subject !== subject || one.to !== to;
      change(service, { ...plans[service], withheld: (plans[service].withheld ?? []).filter(isOther) });
    },
  };
};
