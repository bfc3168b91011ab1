// What the services count about themselves.
import type { ServiceName } from '@saga-lab/contracts/services';
import { serviceNames } from '@saga-lab/contracts/services';
import { expect } from 'chai';
import type { ScenarioRun } from './scenario-run.ts';

/** One metric, whatever its labels; a service without it fails the run. */
export const metricOf = async ({ lab }: ScenarioRun, service: ServiceName, name: string): Promise<number> => {
  const { body } = await lab.ask(service, { method: 'get', path: '/metrics' });
  const lines = [...String(body).matchAll(new RegExp(`^${name}(?:{.*})? (\\S+)$`, 'gm'))];
  expect(lines, `${name} of ${service}`).not.to.have.length(0);
  return lines.reduce((sum, [, value]) => sum + Number(value), 0);
};

export const metricOfEach = (run: ScenarioRun, name: string): Promise<readonly number[]> =>
  Promise.all(serviceNames.map((service) => metricOf(run, service, name)));

/** Of all services: messages given to the broker that it answered so. */
export const publishesOf = async (
  { lab }: ScenarioRun,
  result: 'confirmed' | 'returned' | 'nacked' | 'silence',
): Promise<number> => {
  let sum = 0;
  for (const service of serviceNames) {
    const { body } = await lab.ask(service, { method: 'get', path: '/metrics' });
    const found = new RegExp(`^saga_lab_publishes_total{result="${result}".*} (\\S+)$`, 'm').exec(
      String(body),
    );
    sum += Number(found?.[1] ?? 0);
  }
  return sum;
};
