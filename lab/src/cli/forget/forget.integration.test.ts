// `lab forget`, in memory and on real parts: it is broken off, old messages and old requests come again, and the lab goes on.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { serviceNames, startsQueue } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import { commandsOf } from '@saga-lab/contracts/topology';
import { ownBroker, startMemory } from '@saga-lab/launcher/engine/memory-engine';
import { startSystem } from '@saga-lab/launcher/system/system';
import type { EngineOptions } from '@saga-lab/launcher/engine/engine';
import type { System } from '@saga-lab/launcher/system/system';
import { encode } from '@saga-lab/platform/bus/cloudevents';
import type { Message } from '@saga-lab/platform/decider/message';
import { rabbitmqBus } from '@saga-lab/platform/bus/rabbitmq/rabbitmq-bus';
import type { Destination } from '@saga-lab/platform/bus/bus';
import { messageOf } from '@saga-lab/platform/runtime/relay';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { lab } from '../../client/lab.ts';
import type { Lab } from '../../client/lab.ts';
import type { CommitsByService } from '../../client/documents.ts';
import { forgottenSagas } from '../../retention/forgotten-sagas.ts';
import type { Story } from '../../why/order-story.ts';
import { forget } from './forget.ts';

const root = resolve(import.meta.dirname, '../../../..');

/** What the page says to type, without `npm run lab --`. */
const typed = [
  ...readFileSync(join(root, 'docs/retention.md'), 'utf8').matchAll(/^\$ npm run lab -- (.*)$/gm),
].map(([, line = '']) => line.replace('90d', '10s').split(' '));

const ORDERS = 120;
const AT_ONCE = 20;
const body = { customerId: 'ada', lines: [{ sku: 'lamp', quantity: 1 }] };

/** How the two kinds of systems are started, broken, and given a message once more. */
const engines = {
  memory: () => {
    const broker = ownBroker();
    return {
      options: { engine: 'memory', makeEngine: (options: EngineOptions) => startMemory(options, broker) },
      breakOff: (): void => {
        throw new Error('broken off');
      },
      deliver: (message: Message, { queue }: Way) => {
        broker.inject(queue, encode(message));
        return Promise.resolve();
      },
    } as const;
  },
  real: () =>
    ({
      options: { engine: 'real', ownServers: true },
      breakOff: (system: System): void => {
        void system.kill('saga-orchestrator 1').then(() => system.kill('order-service 1'));
      },
      deliver: async (message: Message, { to }: Way, system: System) => {
        const bus = await rabbitmqBus({ url: system.broker?.e2eUrl ?? '', log: () => undefined });
        expect(await bus.publish(message, to)).to.equal('confirmed');
        await bus.close();
      },
    }) as const,
};

interface Way {
  readonly queue: string;
  readonly to: Destination;
}

for (const [name, engineOf] of Object.entries(engines))
  describe(`lab forget (${name} engine)`, function () {
    this.timeout(300_000);
    const { options, breakOff, deliver } = engineOf();
    let dataDir: string;
    let system: System;
    let whole: CommitsByService;
    const ids: string[] = [];
    const visitor = (): Lab => lab({ urls: system.urls(), adminToken: system.adminToken });

    before(async () => {
      dataDir = mkdtempSync(join(tmpdir(), 'saga-lab-forget-'));
      const env = { RETENTION_MS: '10000', STEP_DEADLINE_MS: '2000', ANNOUNCE_AFTER_MS: '2000' };
      system = await startSystem({ ...options, dataDir, env, log: () => undefined });
      const one = visitor();
      await Promise.all([one.putStock('lamp', 1_000, 100), one.putAccount('ada', 15_000)]);
      for (let n = 0; n < ORDERS; n += AT_ONCE)
        ids.push(
          ...(await Promise.all(
            Array.from({ length: AT_ONCE }, (_, m) => one.placeOrder(body, `key-${n + m}`)),
          )),
        );
      for (const id of ids) await one.sagaEnd(id);
    });
    after(async () => {
      await system.stop();
      rmSync(dataDir, { recursive: true });
    });

    const run = async (...args: readonly string[]) => {
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', 'lab/src/cli/lab.ts', ...args, '--data-dir', dataDir],
        {
          cwd: root,
          env: { ...process.env, INIT_CWD: dataDir },
        },
      );
      const ended = new Promise<number | null>((done) => child.once('close', done));
      const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
      return { code: await ended, output, errors };
    };
    const lettersOf = async (service: ServiceName) =>
      (await visitor().deadLetters(service)).map(({ reason }) => reason.split(':')[0]);

    it('keeps what is too recent', async () => {
      const one = visitor();
      const id = await one.placeOrder(body, 'a-late-key');
      await one.sagaEnd(id);
      ids.push(id);
      const [answer] = await one.forget('order-service', [id]);
      expect(answer).to.include({ correlationId: id, status: 'KEPT' });
      expect((answer as { why: string }).why).to.match(/^(TOO_RECENT|UNSENT)$/);
      whole = await one.commits();
      expect(whole['order-service'].filter(({ correlationId }) => correlationId === id)).not.to.deep.equal(
        [],
      );
    });

    it('does what docs/retention.md says, also after a service was killed in the middle', async () => {
      const [dryRun = [], forgetting = [], check = []] = typed;
      await eventually(
        async () => expect((await run(...dryRun)).output).to.include(`${ids.length} sagas ended before`),
        { timeoutMs: 120_000 },
      );
      let kills = 0;
      const asked = { olderThan: 10_000, export: join(dataDir, 'until-june.jsonl'), dryRun: false };
      await forget(visitor(), asked, (what) => {
        if (!what.startsWith('100 of') || kills > 0) return;
        kills += 1;
        breakOff(system);
      }).catch(() => undefined);
      expect(kills).to.equal(1);
      await eventually(() => Promise.all(serviceNames.map((service) => visitor().outbox(service))), {
        timeoutMs: 60_000,
      });
      await eventually(
        async () => {
          const { code, output, errors } = await run(...forgetting);
          expect(code, output + errors).to.equal(0);
          expect((await forgottenSagas(visitor())).size).to.equal(ids.length);
        },
        { timeoutMs: 90_000 },
      );
      const left = await visitor().commits();
      expect([left['order-service'], left['saga-orchestrator']]).to.deep.equal([[], []]);
      expect(left['payment-service']).to.have.length(whole['payment-service'].length);
      const { code, output } = await run(...check);
      expect(code, output).to.equal(0);
      expect(output).to.include(`${ids.length} orders were forgotten`);
    });

    it('goes on: a new order is completed, and judged', async () => {
      const id = await visitor().placeOrder({ customerId: 'eve', lines: body.lines });
      expect((await visitor().sagaEnd(id)).status).to.equal('COMPENSATED');
      expect((await visitor().findOrder(id))?.status).to.equal('REJECTED');
    });

    it('answers an old request as before, and whoever asks for more that it was forgotten', async () => {
      const one = visitor();
      const [first = ''] = ids;
      expect(await one.placeOrder(body, 'key-0')).to.equal(first);
      const other = { ...body, lines: [{ sku: 'lamp', quantity: 2 }] };
      expect((await one.tryToPlace(other, 'key-0')).status).to.equal(422);
      expect((await one.cancel(first)).status).to.equal(410);
      expect((await one.findOrder(first))?.status).to.match(/APPROVED|REJECTED/);
      const history = await one.ask('order-service', { method: 'get', path: `/orders/${first}/history` });
      expect([history.status, (history.body as { code: string }).code]).to.deep.equal([410, 'FORGOTTEN']);
      expect((await run('at', first, 'now')).code).to.equal(2);
      const reason = await run('why', first, '--json');
      const { about, forgotten, beats } = JSON.parse(reason.output) as Story;
      expect([reason.code, about, beats]).to.deep.equal([2, { kind: 'order', id: first }, []]);
      expect(forgotten?.by).to.deep.equal(['order-service', 'saga-orchestrator']);
      const { output } = await run('why', first);
      for (const part of [`Order ${first} ended at`, 'is APPROVED', 'forgot', `npm run lab -- why ${first}`])
        expect(output.replaceAll(/\s+/g, ' ')).to.include(part);
      expect((await run('at', 'all', 'now')).code).to.equal(2);
    });

    it('refuses an old message, whatever it asks for, and charges nobody twice', async () => {
      const before = await visitor().account('ada');
      const again = async (sender: ServiceName, type: string, way: Way): Promise<void> => {
        const commit = whole[sender].find(({ outbox }) => outbox.some((entry) => entry.type === type));
        const entry = commit?.outbox.find((one) => one.type === type);
        if (!commit || !entry) throw new Error(`nobody ever sent ${type}`);
        await deliver(messageOf(sender, commit, entry), way, system);
      };
      const commandTo = (service: ServiceName): Way => ({ queue: commandsOf(service), to: { service } });
      await again('order-service', 'OrderPlaced', { queue: startsQueue, to: { topic: 'OrderPlaced' } });
      await again('saga-orchestrator', 'ApproveOrder', commandTo('order-service'));
      await again('saga-orchestrator', 'ChargePayment', commandTo('payment-service'));
      for (const service of ['saga-orchestrator', 'order-service', 'payment-service'] as const)
        await eventually(async () => expect(await lettersOf(service)).to.deep.equal(['EXPIRED']), {
          timeoutMs: 20_000,
        });
      expect(await visitor().account('ada')).to.deep.equal(before);
      const { code, output } = await run('check');
      expect(code, output).to.equal(0);
    });

    it('exports the rest as a part, with which no lab can begin', async () => {
      const part = await run('export', 'part.jsonl');
      expect(part.output).to.include(`${ids.length} sagas had been forgotten before`);
      const refused = await run('import', 'part.jsonl', '--into', 'other', '--engine', 'memory', '--once');
      expect([refused.code, refused.errors]).to.deep.equal([2, refused.errors]);
      expect(refused.errors + refused.output).to.include('a part of a history');
    });
  });
