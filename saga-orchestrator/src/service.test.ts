// The orchestrator as it runs: starts and replies in, commands out, HTTP to look at sagas and to help them.
import { bindings } from '@saga-lab/protocols/topology';
import { memoryBroker } from '@saga-lab/platform/bus/memory-bus';
import type { Message } from '@saga-lab/platform/decider/message';
import { nodeIds } from '@saga-lab/platform/service/node-ids';
import { systemClock } from '@saga-lab/platform/time/system-clock';
import { memoryDeadLetters } from '@saga-lab/platform/store/memory-dead-letters';
import { memoryStore } from '@saga-lab/platform/store/memory-store';
import { eventually } from '@saga-lab/platform/time/eventually';
import { memoryViews } from '@saga-lab/platform/views/memory-views';
import type { ViewDocument } from '@saga-lab/platform/views/views';
import { expect } from 'chai';
import { configOf } from './config.ts';
import { service } from './service.ts';
import {
  approved,
  cancelled,
  charged,
  insufficient,
  placed,
  rejected,
  released,
  reserved,
  shipped,
} from './testing/order-saga.ts';
import { steps } from './sagas/order-fulfilment/steps.ts';
import type { StampedMessage } from './testing/order-saga.ts';

const participants = ['order-service', 'payment-service', 'inventory-service'];

const live = async (settings: Record<string, string> = {}, views = memoryViews()) => {
  const ADMIN_TOKEN = nodeIds.unique();
  const config = configOf({
    ADMIN_TOKEN,
    LOG_LEVEL: 'silent',
    SWEEP_MS: '20',
    ...settings,
    MONGO_URL: 'mongodb://nowhere/lab',
    RABBITMQ_URL: 'amqp://nobody:none@nowhere/lab',
  });
  const broker = memoryBroker({ subscriptions: bindings });
  const others = broker.connect('participants');
  const commands: Message[] = [];
  for (const participant of participants)
    await others.consume(`${participant}.commands`, 100, (delivery) => {
      if (delivery.decoded.ok) commands.push(delivery.decoded.message);
      delivery.ack();
    });
  const orchestrator = service({
    config,
    store: memoryStore(systemClock),
    deadLetters: memoryDeadLetters(),
    views,
    bus: broker.connect('saga-orchestrator'),
    clock: systemClock,
    ids: nodeIds,
    observer: () => undefined,
  });
  const { url } = await orchestrator.start();
  let count = 0;

  return {
    commands,
    gateIs: (open: 0 | 1) =>
      eventually(async () => {
        const metrics = await (await fetch(`${url}/metrics`)).text();
        expect(metrics).to.match(new RegExp(`^saga_lab_start_gate_open\\S* ${open}$`, 'm'));
      }),
    stop: () => orchestrator.stop(),
    /** Says these to the orchestrator, each under an id of its own. */
    tell: async (...messages: readonly StampedMessage[]) => {
      for (const { receivedAt: _at, random: _random, ...message } of messages) {
        count += 1;
        await others.publish({ ...message, id: `m${count}` }, { topic: message.type });
      }
    },
    isAsked: (command: string, times = 1) =>
      eventually(() => {
        expect(commands.filter(({ type }) => type === command)).to.have.lengthOf(times);
      }),
    ask: async (request: string, body?: unknown, token = ADMIN_TOKEN) => {
      const [method = 'GET', path = ''] = request.split(' ');
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const answer = await fetch(url + path, {
        method,
        headers: { ...headers, 'x-operator': 'grace' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    },
  };
};

const of = (sagaId: string, message: StampedMessage): StampedMessage => ({
  ...message,
  sagaId,
  correlationId: sagaId,
  data: { ...(message.data as object), orderId: sagaId },
});

/** What a message of another protocol does not carry. */
const outsideSagas = { step: undefined, operation: undefined, answer: undefined, attempt: undefined };

const wantedBy = (orderId: string) => ({
  orderId,
  customerId: 'ada',
  lines: [{ sku: 'lamp', quantity: 1 }],
});

/** Each participant does what it is asked for, step by step; the step at `end` is left without an answer. */
const answerUpTo = async (lab: Awaited<ReturnType<typeof live>>, end: number) => {
  for (const { step, participant, command, succeeded: type } of steps.slice(1, end)) {
    await lab.isAsked(command);
    const known = [reserved, charged, approved, shipped].find((reply) => reply.type === type);
    await lab.tell({ ...(known ?? shipped), type, step, source: `/${participant}` });
  }
};

describe('the orchestrator, running', () => {
  let lab: Awaited<ReturnType<typeof live>>;
  beforeEach(async () => {
    lab = await live();
  });
  afterEach(() => lab.stop());

  it('leads a saga to its end and shows where it is', async () => {
    await lab.tell(placed);
    await lab.isAsked('ReserveStock');
    const { body } = await lab.ask('GET /sagas/o1');
    expect(body).to.deep.include({
      sagaId: 'o1',
      status: 'RUNNING',
      step: 'reserve-stock',
      operation: 'action',
      attempt: 1,
      done: ['place-order'],
      cannotBeUndone: [],
    });
    await answerUpTo(lab, steps.length);
    await eventually(async () => {
      expect((await lab.ask('GET /sagas/o1')).body).to.include({ status: 'COMPLETED' });
    });
    const history = (await lab.ask('GET /sagas/o1/history')).body['items'] as { type: string }[];
    // How often the timer is armed depends on chance.
    expect(history.map(({ type }) => type).filter((type) => type !== 'TimerArmed')).to.deep.equal([
      'SagaStarted',
      ...steps.slice(1).flatMap(() => ['CommandSent', 'StepSucceeded']),
      'SagaCompleted',
    ]);
  });

  const underTwoPhaseCommit = async (orderId: string) => {
    const wanted = wantedBy(orderId);
    await lab.tell({ ...placed, ...outsideSagas, type: '2pc.OrderPlaced', sagaId: orderId, data: wanted });
    await lab.isAsked('2pc.Quote');
    return wanted;
  };

  it('shows a transaction of another protocol, and aborts it by hand as long as it is undecided', async () => {
    const wanted = await underTwoPhaseCommit('t1');
    const { body } = await lab.ask('GET /transactions/t1');
    expect(body).to.deep.include({ protocol: '2pc', status: 'OPEN', role: 'QUOTING', about: wanted });
    const { status, body: after } = await lab.ask('POST /transactions/t1/abort', {
      reason: 'the shop is closed',
    });
    expect([status, after['role'], after['reason']]).to.deep.equal([200, 'ABORTING', 'ABORTED_BY_HAND']);
    expect(after['byHand']).to.include({ outcome: 'ABORT', by: 'grace', reason: 'the shop is closed' });
    await lab.isAsked('2pc.Abort');
    expect((await lab.ask('GET /transactions/t2')).status).to.equal(404);
  });

  it('answers the abort of a transaction a second time as the first time', async () => {
    await underTwoPhaseCommit('t1');
    const { body: first } = await lab.ask('POST /transactions/t1/abort', { reason: 'the shop is closed' });
    const { status, body } = await lab.ask('POST /transactions/t1/abort', { reason: 'it still is' });
    expect(status).to.equal(200);
    expect(body).to.deep.equal(first);
  });

  it('lists transactions by status and by protocol', async () => {
    await underTwoPhaseCommit('t1');
    const listed = async (query: string) => {
      const { body } = await lab.ask(`GET /transactions?${query}`);
      return (body['items'] as readonly { readonly orderId: string }[]).map(({ orderId }) => orderId);
    };
    await eventually(async () => {
      expect(await listed('status=OPEN&protocol=2pc')).to.deep.equal(['t1']);
    });
    expect(await listed('status=ENDED')).to.deep.equal([]);
    expect(await listed('protocol=3pc')).to.deep.equal([]);
    expect((await lab.ask('GET /transactions?status=VOTING')).status).to.equal(400);
    expect((await lab.ask('GET /transactions?protocol=saga')).status).to.equal(400);
  });

  it('lists and counts sagas by status', async () => {
    await lab.tell(of('a1', placed), of('a2', placed));
    await lab.isAsked('ReserveStock', 2);
    await lab.tell(of('a2', insufficient));
    await eventually(async () => {
      const { body } = await lab.ask('GET /sagas?status=COMPENSATING');
      expect((body['items'] as { sagaId: string }[]).map(({ sagaId }) => sagaId)).to.deep.equal(['a2']);
    });
    const none = { PARKED: 0, COMPLETED: 0, COMPENSATED: 0 };
    expect((await lab.ask('GET /saga-counts')).body).to.deep.equal({
      counts: { RUNNING: 1, COMPENSATING: 1, ...none },
    });
    expect((await lab.ask('GET /sagas?status=LOST')).status).to.equal(400);
  });

  it('aborts for an operator, who is kept in the history', async () => {
    await lab.tell(placed);
    await lab.isAsked('ReserveStock');
    const { status, body } = await lab.ask('POST /sagas/o1/abort', { reason: 'wrong price' });
    expect(status).to.equal(200);
    expect(body).to.include({ status: 'COMPENSATING', reason: 'ABORTED_BY_OPERATOR' });
    await lab.isAsked('ReleaseStock');
    const history = (await lab.ask('GET /sagas/o1/history')).body['items'] as { data: object }[];
    expect(history.map(({ data }) => data)).to.deep.include({
      by: 'grace',
      reason: 'ABORTED_BY_OPERATOR',
      note: 'wrong price',
    });
    await lab.tell(released, rejected);
  });

  // @covers R-53
  it('refuses what cannot be: no such saga, past its pivot, not parked, no token, no reason', async () => {
    expect(await lab.ask('POST /sagas/nobody/retry')).to.deep.include({ status: 404 });
    await lab.tell(placed);
    await lab.isAsked('ReserveStock');
    expect((await lab.ask('POST /sagas/o1/resolve', { reason: 'x' })).body).to.include({
      status: 409,
      code: 'SAGA_NOT_PARKED',
      detail: 'saga o1 is RUNNING: only a PARKED saga can be resolved',
    });
    expect((await lab.ask('POST /sagas/o1/abort', {})).status).to.equal(400);
    expect((await lab.ask('POST /sagas/o1/retry', undefined, 'wrong')).status).to.equal(401);
    const pivot = steps.findIndex(({ kind }) => kind === 'pivot');
    await answerUpTo(lab, pivot);
    await lab.isAsked('ApproveOrder');
    expect((await lab.ask('POST /sagas/o1/abort', { reason: 'x' })).body).to.include({
      status: 409,
      code: 'SAGA_PAST_PIVOT',
    });
    expect((await lab.ask('POST /sagas/o1/retry')).body).to.include({ attempt: 2 });
  });
});

describe('the orchestrator, running with short waits', () => {
  // @mutation The saga: the deadlines: they never fire [twin: a saga without deadlines]
  it('gives up a step without an answer, repeats, parks, and is helped by hand', async () => {
    const lab = await live({
      STEP_DEADLINE_MS: '100',
      REPEAT_FIRST_MS: '20',
      TRIES_BEFORE_PARKED: '2',
      SLOW_REPEAT_MS: '60000',
    });
    try {
      await lab.tell(placed);
      await lab.isAsked('ReleaseStock', 3);
      expect((await lab.ask('GET /sagas/o1')).body).to.include({
        status: 'PARKED',
        error: 'no answer to ReleaseStock after 2 tries',
        reason: 'RESERVE_STOCK_TIMED_OUT',
      });
      const { body } = await lab.ask('POST /sagas/o1/resolve', { reason: 'looked at the shelf' });
      expect(body).to.include({ status: 'COMPENSATING', step: 'place-order' });
      await lab.tell(rejected);
      await eventually(async () => {
        expect((await lab.ask('GET /sagas/o1')).body).to.include({ status: 'COMPENSATED' });
      });
    } finally {
      await lab.stop();
    }
  });

  it('starts no more sagas than may run; replies and cancellations still get through', async () => {
    const lab = await live({ MAX_RUNNING_SAGAS: '1', PREFETCH: '1' });
    try {
      await lab.tell(of('b1', placed));
      await lab.isAsked('ReserveStock');
      await lab.tell(of('b2', placed), of('b3', placed), of('b1', cancelled));
      await lab.isAsked('ReleaseStock');
      await lab.isAsked('ReserveStock', 1);
      await lab.tell(of('b1', released));
      await lab.isAsked('RejectOrder');
      await lab.tell(of('b1', rejected));
      await lab.isAsked('ReserveStock', 2);
    } finally {
      await lab.stop();
    }
  });

  it('counts open transactions of all instances, but none of those that nobody coordinates', async () => {
    const views = memoryViews();
    const put = (protocol: string, version: number, status: string) =>
      views.put('transactions', [{ _id: `${protocol}-x`, version, protocol, status } as ViewDocument]);
    await Promise.all([put('3pc', 1, 'OPEN'), put('tcc', 1, 'ENDED'), put('choreo', 1, 'OPEN')]);
    const lab = await live({ MAX_RUNNING_SAGAS: '2' }, views);
    try {
      await lab.gateIs(1);
      await lab.tell({ ...placed, ...outsideSagas, type: '2pc.OrderPlaced', data: wantedBy('o1') });
      await lab.gateIs(0);
      await put('3pc', 2, 'ENDED');
      await lab.gateIs(1);
    } finally {
      await lab.stop();
    }
  });
});
