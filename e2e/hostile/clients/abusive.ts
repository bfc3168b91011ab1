// Clients that know HTTP and make bad use of it: too much at once, too much of it, or gone before the answer.
import type { OrderDto } from '@saga-lab/contracts/dtos/order';
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { NewOrder } from '@saga-lab/lab/client/lab';
import { eventually } from '@saga-lab/platform/time/eventually';
import { sendAllRaw } from '@saga-lab/platform/testing/http-client';
import { expect } from 'chai';
import type { ScenarioRun } from '../../stage/scenario-run.ts';
import { request } from '../requests/case.ts';
import type { AnswerCounts } from '../../stage/answer-counts.ts';
import { keptAlive, openRawConnection, orderOf, sendAndWait } from './raw-connection.ts';

export interface AbuseContext {
  readonly run: ScenarioRun;
  readonly order: NewOrder;
  readonly answers: AnswerCounts;
}

const DEEP = 100;
const GONE = 20;
const BOMBS = 5;
const MB = 1_000_000;
const CHUNK = 'x'.repeat(64_000);

/** Many requests on one connection without waiting for any answer. */
export const pipeline = async ({ run, order, answers }: AbuseContext): Promise<void> => {
  const url = run.access.urls['order-service'];
  run.reportAction(`one connection brings ${DEEP} requests at once, every third of them good`);
  const starts = ['GET /livez', 'GET /orders/nobody', 'GET /orders?limit=0'];
  const deep = Array.from({ length: DEEP }, (_each, n) =>
    keptAlive(starts[n % 3] ?? '', [`X-Request-Id: ${n}`, ...(n === DEEP - 1 ? ['Connection: close'] : [])]),
  );
  const all = await sendAndWait(url, deep.join(''));
  for (const answer of all) answers.add('pipelining', answer);
  expect(all.map(({ head }) => Number(/^x-request-id: (\S+)$/im.exec(head)?.[1]))).to.deep.equal([
    ...deep.keys(),
  ]);
  expect(all.map(({ status }) => status)).to.deep.equal(deep.map((_each, n) => [200, 404, 400][n % 3]));
  run.reportResult(`${DEEP} answers, in the order of the requests`);

  run.reportAction('another brings an order, then something that is no HTTP, then an order');
  const [first, later] = [randomUUID(), randomUUID()];
  const broken = await sendAndWait(url, orderOf(order, first) + keptAlive('BREW /') + orderOf(order, later));
  for (const answer of broken) answers.add('pipelining', answer);
  expect(broken.map(({ status }) => status)).to.deep.equal([202, 400]);
  run.noteAccepted((JSON.parse(broken[0]?.body ?? '') as OrderDto).orderId);
  await expectOneOrder({ run, order, answers }, first);
  run.reportResult('202 for the first, 400 for what followed, and that is all');
};

/** Gone before the answer, or with only half of the connection left, which is all the same to a service. */
export const hangUpEarly = async (context: AbuseContext): Promise<void> => {
  const { run, order, answers } = context;
  const url = run.access.urls['order-service'];
  run.reportAction(
    `${GONE} clients place an order each and are gone before the answer, ${GONE} hang up behind it`,
  );
  const before = await ordersOf(context);
  const keys = Array.from({ length: 2 * GONE }, () => randomUUID());
  await Promise.all(
    keys.map(async (key, n) => {
      const { socket, closed } = await openRawConnection(url);
      if (n < GONE) socket.write(orderOf(order, key), () => socket.resetAndDestroy());
      else socket.end(orderOf(order, key));
      await closed;
    }),
  );
  const accepted = await eventually(async () => {
    const placed = (await ordersOf(context)) - before;
    expect(placed, 'orders of those who hung up').to.be.at.least(GONE);
    return placed;
  });
  await Promise.all(keys.map((key) => expectOneOrder(context, key)));
  run.reportResult(`${accepted} were accepted; each asks again with its key, twice, and has one order`);

  const half = await halfABody(url);
  for (const answer of half) answers.add('half a body', answer);
  expect(half.map(({ status }) => status)).to.deep.equal([400]);
  run.reportResult('half an order is answered 400');
};

const ordersOf = async ({ run, order }: AbuseContext): Promise<number> =>
  (await run.lab.listedOrders(order.customerId)).length;

const halfABody = async (url: string) => {
  const { socket, closed, answers } = await openRawConnection(url);
  socket.end(keptAlive('POST /orders', ['Content-Type: application/json', 'Content-Length: 99'], '{'));
  await closed;
  return answers();
};

/** Whatever became of it before: with its key it is one order, however often it is sent. */
const expectOneOrder = async ({ run, order }: AbuseContext, key: string): Promise<void> => {
  const id = await run.lab.placeOrder(order, key);
  expect(await run.lab.placeOrder(order, key)).to.equal(id);
  run.noteAccepted(id);
};

/** More than anybody can take, if they took it. */
export const flood = async ({ run, answers }: AbuseContext): Promise<void> => {
  const url = run.access.urls['order-service'];
  const member = gzipSync(Buffer.alloc(10 * MB));
  const bomb = Buffer.concat(Array.from({ length: 1_000 }, () => member));
  run.reportAction(
    `${BOMBS} clients send ${Math.round(bomb.length / MB)} MB of gzip each that would become 10 GB`,
  );
  const head = ['Content-Type: application/json', 'Idempotency-Key: bomb', 'Content-Encoding: gzip'];
  const sent = request('POST /orders', [...head, `Content-Length: ${bomb.length}`], bomb);
  for (const answer of await Promise.all(Array.from({ length: BOMBS }, () => sendAllRaw(url, sent)))) {
    answers.add('gzip bomb', answer);
    expect(answer.status).to.equal(415);
  }
  run.reportResult(`${BOMBS} times 415`);

  run.reportAction('two clients send a body without end, one says how long it is, one does not');
  for (const [line, chunk] of [
    ['Content-Length: 100000000000', CHUNK],
    ['Transfer-Encoding: chunked', `${CHUNK.length.toString(16)}\r\n${CHUNK}\r\n`],
  ] as const) {
    const [answer = { status: 0, head: '', body: '' }, ...more] = await pourEndlessly(url, line, chunk);
    answers.add('a body without end', answer);
    expect([answer.status, more]).to.deep.equal([413, []]);
  }
  run.reportResult('413 for both, and their connections are over');
};

/** Sends until the service ends it. */
const pourEndlessly = async (url: string, line: string, chunk: string) => {
  const { socket, closed, answers } = await openRawConnection(url);
  const pour = () => {
    while (socket.writable && socket.write(chunk));
  };
  socket.on('drain', pour);
  socket.write(keptAlive('POST /orders', ['Content-Type: application/json', 'Idempotency-Key: flood', line]));
  pour();
  await closed;
  return answers();
};
