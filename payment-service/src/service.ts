// The payment service put together: its component with routes, HTTP server and telemetry.
import { createService } from '@saga-lab/platform/service/create-service';
import type { Ports } from '@saga-lab/platform/service/ports';
import type { Service } from '@saga-lab/platform/service/service';
import { holdMetrics } from '@saga-lab/platform/telemetry/hold-metrics';
import { component, name } from './component.ts';
import { settingsOf } from './config.ts';
import type { Config } from './config.ts';
import { routes } from './entry-points/http.ts';
import { holds } from './read-model/holds.ts';

/** Nothing runs before `start`. */
export const service = ({ config, ...given }: Ports & { readonly config: Config }): Service =>
  createService(
    {
      name,
      config,
      routes,
      component: (ports) => component(settingsOf(config), ports),
      metrics: (meter, { readModels: { views } }) => holdMetrics(meter, { ...holds, views }),
    },
    given,
  );
