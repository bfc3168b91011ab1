// How often an instance had to decide again because another one was faster, over all instances of all services.
import { ofEveryService, serviceNames } from '@saga-lab/contracts/services';
import { lab } from '@saga-lab/lab/client/lab';
import { samplesOf } from '@saga-lab/lab/client/metrics';
import type { Ours } from '../contest/ours.ts';

const CONFLICTS = 'saga_lab_version_conflicts_total';

/** Since they were started. */
export const conflictsOf = async ({ system, orders }: Ours): Promise<number> => {
  const samples = orders.map(async (_each, n) => {
    const urls = ofEveryService((name) => system.url(name, n + 1));
    const one = lab({ urls, adminToken: system.adminToken });
    return Promise.all(serviceNames.map((name) => samplesOf(one, name, CONFLICTS)));
  });
  return (await Promise.all(samples)).flat(2).reduce((sum, { value }) => sum + value, 0);
};
