// Thousands of clients that connect and say nothing: no more of them get in than the service takes, and nobody else pays for it.
import type { Socket } from 'node:net';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { NewOrder } from '@saga-lab/lab/client/lab';
import type { Story } from '../../stage/story.ts';
import { keptAlive, openWire } from './wire.ts';
import type { Wire } from './wire.ts';

const WANTED = 10_000;
/** What one service takes (`defaultLimits.connections`). */
const CAP = 2_000;
const WAVE = 500;
/** What this process needs for everything else. */
const SPARE_FILES = 500;

const SERVICE = 'payment-service';

export const idleClients = async (story: Story, order: NewOrder): Promise<void> => {
  const count = Math.min(WANTED, openFiles() - SPARE_FILES);
  expect(count, 'connections that this machine allows').to.be.above(CAP);
  const url = story.access.urls[SERVICE];
  story.does(`${count} clients connect to the ${SERVICE} and say nothing`);
  const early = await openWire(url);
  const crowd = new Set<Socket>();
  for (let opened = 0; opened < count; opened += WAVE) {
    await Promise.all(Array.from({ length: Math.min(WAVE, count - opened) }, () => joins(url, crowd)));
    await isAnswered(early);
  }
  await eventually(() => expect(crowd.size, 'idle connections').to.be.at.most(CAP));
  story.sees(`${crowd.size} got in, ${count - crowd.size} did not; one who was there before is answered`);
  story.accepted(await story.lab.placeOrder(order));
  const { status } = await story.lab.sagaEnd(story.cast.orders.at(-1) ?? '');
  story.sees(`an order is ${status}: nothing keeps the ${SERVICE} from its queue`);

  const begin = Date.now();
  for (const socket of [...crowd, early.socket]) socket.resetAndDestroy();
  await eventually(async () =>
    expect(await story.lab.ask(SERVICE, { method: 'get', path: '/livez' })).to.include({ status: 200 }),
  );
  story.sees(`they leave: a new client is answered after ${Date.now() - begin} ms`);
};

/** Who is turned away is no error: that is what a service may do. */
const joins = async (url: string, crowd: Set<Socket>): Promise<void> => {
  const wire = await openWire(url).catch(() => undefined);
  if (!wire) return;
  crowd.add(wire.socket);
  void wire.closed.then(() => crowd.delete(wire.socket));
};

const isAnswered = async ({ socket, answers }: Wire): Promise<void> => {
  const before = answers().length;
  socket.write(keptAlive('GET /livez'));
  await eventually(() => expect(answers().length, 'answers to an early client').to.equal(before + 1));
  expect(answers().at(-1)).to.include({ status: 200 });
};

/** How many files and connections a process may have open here; each service and this one the same. */
const openFiles = (): number => {
  const { userLimits } = process.report.getReport() as {
    userLimits: { open_files: { soft: number | string } };
  };
  const { soft } = userLimits.open_files;
  return typeof soft === 'number' ? soft : Infinity;
};
