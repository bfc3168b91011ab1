// What the services count about themselves.
import type { ServiceName } from '@saga-lab/contracts/services';
import { serviceNames } from '@saga-lab/contracts/services';
import { samplesOf } from '@saga-lab/lab/client/metrics';
import type { Sample } from '@saga-lab/lab/client/metrics';
import { expect } from 'chai';
import type { ScenarioRun } from './scenario-run.ts';

/** One metric, whatever its labels; a service without it fails the run. */
export const metricOf = async ({ lab }: ScenarioRun, service: ServiceName, name: string): Promise<number> => {
  const samples = await samplesOf(lab, service, name);
  expect(samples, `${name} of ${service}`).not.to.have.length(0);
  return sumOf(samples);
};

const sumOf = (samples: readonly Sample[]): number => samples.reduce((sum, { value }) => sum + value, 0);

export const metricOfEach = (run: ScenarioRun, name: string): Promise<readonly number[]> =>
  Promise.all(serviceNames.map((service) => metricOf(run, service, name)));

/** Of all services: messages given to the broker that it answered so. */
export const publishesOf = async (
  { lab }: ScenarioRun,
  result: 'confirmed' | 'returned' | 'nacked' | 'silence',
): Promise<number> => {
  const read = serviceNames.map((service) => samplesOf(lab, service, 'saga_lab_publishes_total'));
  const samples = (await Promise.all(read)).flat();
  return sumOf(samples.filter(({ labels }) => labels['result'] === result));
};
