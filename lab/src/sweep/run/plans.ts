// The plans of all services as the sweep knows them: each has its order to die, and holds of several cells beside it.
import { ofEveryService } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { writePlan } from '../plan.ts';
import type { Order, Plan } from '../plan.ts';

type Held = Plan['holds'][number];

export interface Plans {
  readonly folder: string;
  readonly arm: (service: ServiceName, order: Order) => void;
  readonly disarm: (service: ServiceName) => void;
  readonly hold: (service: ServiceName, held: Held) => void;
  readonly release: (service: ServiceName, held: Held) => void;
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
    disarm: (service) => {
      change(service, { holds: plans[service].holds });
    },
    hold: (service, held) => {
      change(service, { ...plans[service], holds: [...plans[service].holds, held] });
    },
    release: (service, { type, subject }) => {
      const holds = plans[service].holds.filter((held) => held.type !== type || held.subject !== subject);
      change(service, { ...plans[service], holds });
    },
  };
};
