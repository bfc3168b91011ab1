// The orchestrator put together: its component with routes, HTTP server and telemetry.
import { createService } from '@saga-lab/platform/service/create-service';
import type { Ports } from '@saga-lab/platform/service/ports';
import type { Service } from '@saga-lab/platform/service/service';
import { component, name } from './component.ts';
import { settingsOf } from './config.ts';
import type { Config } from './config.ts';
import { routes } from './entry-points/http.ts';
import { sagaMetrics } from './metrics.ts';
import { transactionMetrics } from './transaction-metrics.ts';

/** Nothing runs before `start`. @throws PermanentError, code SAGA_TABLE, if the table of the saga is wrong. */
export const service = ({ config, ...given }: Ports & { readonly config: Config }): Service =>
  createService(
    {
      name,
      config,
      routes,
      component: (ports) => component(settingsOf(config), ports),
      metrics: (meter, { gateIsOpen, readModels: { views } }) => {
        transactionMetrics(meter, { views });
        return sagaMetrics(meter, { views, gateIsOpen });
      },
    },
    given,
  );
