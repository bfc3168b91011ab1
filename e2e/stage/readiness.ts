// Whether services say that they can do their work.
import type { ServiceName } from '@saga-lab/contracts/services';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { ScenarioRun } from './scenario-run.ts';

export const BROKER_AWAY = 'the broker cannot be used';
export const BROKER_ALARM = 'the broker takes no messages';
export const NO_DATABASE = 'the database does not answer';

interface Expected {
  readonly services: readonly ServiceName[];
  readonly withinMs: number;
}

/** Each of them answers 503 on `/readyz`, for a reason that has this in it, and 200 on `/livez`: no restart would help. */
export const expectUnready = async (
  run: ScenarioRun,
  { services, withinMs, reason }: Expected & { readonly reason: string },
): Promise<void> => {
  await expectEach(run, { services, withinMs, words: `not ready, ${reason}` }, (status, body) => {
    expect(status).to.equal(503);
    expect(JSON.stringify(body)).to.include(reason);
  });
  for (const service of services) {
    const { status } = await run.lab.ask(service, { method: 'get', path: '/livez' });
    expect(status, `/livez of ${service}`).to.equal(200);
  }
};

export const expectReady = (run: ScenarioRun, expected: Expected): Promise<void> =>
  expectEach(run, { ...expected, words: 'ready' }, (status, body) => {
    expect(status, JSON.stringify(body)).to.equal(200);
  });

const expectEach = async (
  run: ScenarioRun,
  { services, withinMs, words }: Expected & { readonly words: string },
  check: (status: number, body: unknown) => void,
): Promise<void> => {
  const begin = Date.now();
  const look = async (service: ServiceName) => {
    const { status, body } = await run.lab.ask(service, { method: 'get', path: '/readyz' });
    check(status, body);
  };
  await Promise.all(
    services.map((service) => eventually(() => look(service), { timeoutMs: withinMs, everyMs: 50 })),
  );
  run.reportResult(
    `${services.join(', ')}: ${words}, after ${((Date.now() - begin) / 1_000).toFixed(1)} s at most`,
  );
};
