// Thousands of clients that connect and say nothing: no more of them get in than the service takes, and nobody else pays for it.
import type { Socket } from 'node:net';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import type { NewOrder } from '@saga-lab/lab/client/lab';
import type { ScenarioRun } from '../../stage/scenario-run.ts';
import { keptAlive, openRawConnection } from './raw-connection.ts';
import type { RawConnection } from './raw-connection.ts';

const WANTED = 10_000;
/** What one service takes (`defaultLimits.connections`). */
const CAP = 2_000;
const WAVE = 500;
/** What this process needs for everything else. */
const SPARE_FILES = 500;

const SERVICE = 'payment-service';

export const idleClients = async (run: ScenarioRun, order: NewOrder): Promise<void> => {
  const count = Math.min(WANTED, openFiles() - SPARE_FILES);
  expect(count, 'connections that this machine allows').to.be.above(CAP);
  const url = run.access.urls[SERVICE];
  run.reportAction(`${count} clients connect to the ${SERVICE} and say nothing`);
  const earlier = await openRawConnection(url);
  const idle = new Set<Socket>();
  for (let opened = 0; opened < count; opened += WAVE) {
    await Promise.all(Array.from({ length: Math.min(WAVE, count - opened) }, () => connectIdle(url, idle)));
    await expectAnswer(earlier);
  }
  await eventually(() => expect(idle.size, 'idle connections').to.be.at.most(CAP));
  run.reportResult(`${idle.size} got in, ${count - idle.size} did not; one who was there before is answered`);
  run.noteAccepted(await run.lab.placeOrder(order));
  const { status } = await run.lab.sagaEnd(run.fixtures.orders.at(-1) ?? '');
  run.reportResult(`an order is ${status}: nothing keeps the ${SERVICE} from its queue`);

  const begin = Date.now();
  for (const socket of [...idle, earlier.socket]) socket.resetAndDestroy();
  await eventually(async () =>
    expect(await run.lab.ask(SERVICE, { method: 'get', path: '/livez' })).to.include({ status: 200 }),
  );
  run.reportResult(`they leave: a new client is answered after ${Date.now() - begin} ms`);
};

/** Who is turned away is no error: that is what a service may do. */
const connectIdle = async (url: string, idle: Set<Socket>): Promise<void> => {
  const wire = await openRawConnection(url).catch(() => undefined);
  if (!wire) return;
  idle.add(wire.socket);
  void wire.closed.then(() => idle.delete(wire.socket));
};

const expectAnswer = async ({ socket, answers }: RawConnection): Promise<void> => {
  const before = answers().length;
  socket.write(keptAlive('GET /livez'));
  await eventually(() => expect(answers().length, 'answers to an earlier client').to.equal(before + 1));
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
