import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import express from 'express';
import { listen } from '../http/server/server.ts';
import { inOrder, type Startable } from '../runtime/start-order.ts';
import { lifecycle } from './lifecycle.ts';
import { systemClock } from '../time/system-clock.ts';

const ADDRESS = { host: '127.0.0.1', port: 0 };

const world = (failing?: string) => {
  const calls: string[] = [];
  const part = (name: string): Startable => ({
    start: () => {
      calls.push(`start ${name}`);
      return name === failing ? Promise.reject(new Error(`${name} failed`)) : Promise.resolve();
    },
    stop: () => Promise.resolve(calls.push(`stop ${name}`)),
  });
  return { calls, component: inOrder(part('read models'), part('runtime')) };
};

describe('the life of a service', () => {
  // @covers R-26
  it('listens last, and stops listening first', async () => {
    const { calls, component } = world();
    let arrive = (): void => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    const app = express().get('/slow', async (_request, response) => {
      arrive();
      await sleep(100);
      calls.push('answered');
      response.json({});
    });
    const service = lifecycle({ app, address: ADDRESS, component, clock: systemClock });
    expect(() => service.http.url()).to.throw('does not listen');
    const { url } = await service.start();
    expect([service.stage(), service.http.url(), calls]).to.deep.equal([
      'running',
      url,
      ['start read models', 'start runtime'],
    ]);

    const slow = fetch(`${url}/slow`);
    await arrived;
    const stopped = Promise.all([service.stop(), service.stop()]);
    expect(service.stage()).to.equal('stopping');
    expect((await slow).status).to.equal(200);
    const answered = Date.now();
    await stopped;
    expect(Date.now() - answered).to.be.below(1_000);
    expect(calls.slice(2)).to.deep.equal(['answered', 'stop runtime', 'stop read models']);
    expect(await fetch(url).catch(() => 'gone')).to.equal('gone');
  });

  it('stops what has started when a part fails', async () => {
    const { calls, component } = world('runtime');
    const service = lifecycle({ app: express(), address: ADDRESS, component, clock: systemClock });
    const error = await service.start().catch((thrown: unknown) => thrown);
    expect(error).to.include({ message: 'runtime failed' });
    expect(calls.slice(2)).to.deep.equal(['stop runtime', 'stop read models']);
  });

  it('leaves nothing running when the port is taken', async () => {
    const taken = await listen(express(), ADDRESS);
    const { calls, component } = world();
    const address = { ...ADDRESS, port: Number(new URL(taken.url).port) };
    const service = lifecycle({ app: express(), address, component, clock: systemClock });
    const error = await service.start().catch((thrown: unknown) => thrown);
    await taken.close(0);
    expect(error).to.include({ code: 'PORT_TAKEN' });
    expect(calls).to.include.members(['stop runtime', 'stop read models']);
  });
});
