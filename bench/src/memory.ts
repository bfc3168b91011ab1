// `npm run bench:memory`: what the heaps of the services come to with many orders behind them, and while the broker takes
// nothing for a minute because it has no memory left.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { parsedCommand } from '@saga-lab/lab/cli/parsed-command';
import { wholeNumber } from '@saga-lab/lab/cli/whole-number';
import { duringAlarm } from '@saga-lab/launcher/broker/alarm';
import { heapsDuring } from '@saga-lab/lab/client/heap';
import type { Heap } from '@saga-lab/lab/client/heap';
import { lab } from '@saga-lab/lab/client/lab';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { endOnFailures, failed } from '@saga-lab/launcher/command/failed';
import { defaultDataDir, startSystem } from '@saga-lab/launcher/system/system';
import { fulfil } from './fulfil.ts';
import { endingsOfOrders } from './load/endings-of-orders.ts';

const command = new Command('npm run bench:memory --')
  .option('--orders <n>', 'orders that are fulfilled first', wholeNumber(1), 10_000)
  .option('--alarm-seconds <n>', 'how long the broker takes nothing', wholeNumber(1), 60)
  .option('--json', 'print JSON only');

endOnFailures();
const options = parsedCommand(command, process.argv.slice(2)).opts<{
  orders: number;
  alarmSeconds: number;
  json?: true;
}>();

const MOST_MIB = 300;
const AT_ONCE = 100;
const ARTICLES = 50;
const PRICE = 100;
/** Between two orders while the alarm lasts. */
const PACE_MS = 50;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const dataDir = join(defaultDataDir, 'bench');
const system = await startSystem({ engine: 'real', dataDir, log: say }).catch(failed);
const client = lab({ urls: system.urls(), adminToken: system.adminToken });

/** Orders one after the other until the time is up; some are turned away once the outbox is far behind. */
const orderFor = async (seconds: number) => {
  const customerId = `alarm-${Date.now()}`;
  await client.putAccount(customerId, Number.MAX_SAFE_INTEGER);
  await client.putStock(customerId, 1_000_000, PRICE);
  const order = { customerId, lines: [{ sku: customerId, quantity: 1 }] };
  const accepted: string[] = [];
  const answers: Record<number, number> = {};
  const end = Date.now() + seconds * 1_000;
  while (Date.now() < end) {
    const { status, body } = await client.tryToPlace(order);
    answers[status] = (answers[status] ?? 0) + 1;
    if (status === 202) accepted.push((body as { orderId: string }).orderId);
    await sleep(PACE_MS);
  }
  return { accepted, answers };
};

const alarm = async () => {
  const control = system.broker?.control;
  if (!control) throw new Error('The broker was not started here: nobody can take its memory away.');
  return duringAlarm(control, 'memory', () => orderFor(options.alarmSeconds));
};

const line = (what: string, heaps: readonly Heap[]): string =>
  `${what.padEnd(28)}${heaps.map(({ service, before, most }) => `${service} ${before} to ${most}`).join('   ')}`;

try {
  const endings = await endingsOfOrders(system.broker?.e2eUrl ?? '');
  say(`Fulfilling ${options.orders} orders, ${AT_ONCE} at once ...`);
  const load = { count: options.orders, atOnce: AT_ONCE, articles: ARTICLES };
  const during = await heapsDuring(client, () => fulfil({ lab: client, endings }, load));
  say(`The broker takes nothing for ${options.alarmSeconds} s, and orders keep coming ...`);
  const alarmed = await heapsDuring(client, alarm);
  say('What waited is sent, and every saga ends ...');
  const { accepted, answers } = alarmed.result;
  const drained = await heapsDuring(client, async () => {
    for (const order of accepted) await client.sagaEnd(order, 120_000);
  });
  await endings.close();
  const phases = {
    [`${options.orders} orders`]: during.heaps,
    [`alarm of ${options.alarmSeconds} s`]: alarmed.heaps,
    afterwards: drained.heaps,
  };
  const holds = Object.values(phases).every((heaps) => heaps.every(({ most }) => most < MOST_MIB));
  const report = { mostAllowed: MOST_MIB, holds, phases, answers };
  mkdirSync('reports', { recursive: true });
  writeFileSync('reports/memory.json', JSON.stringify(report, undefined, 2));
  const words = [
    'Heap in MiB, at the beginning and at most:',
    ...Object.entries(phases).map(([what, heaps]) => line(what, heaps)),
    `Answers during the alarm: ${Object.entries(answers)
      .map(([status, count]) => `${count} x ${status}`)
      .join(', ')}; every order that was accepted has ended.`,
    `${holds ? '(/)' : '(x)'} each stays below ${MOST_MIB} MiB`,
  ];
  process.stdout.write(`${options.json ? JSON.stringify(report) : words.join('\n')}\n`);
  process.exitCode = holds ? exitCodes.holds : exitCodes.violated;
} finally {
  await system.stop();
}
process.exit();
