// A broker of three nodes on this machine: what is in a queue is on the disks of two of them before it counts, and any one of them may die.
import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../processes/free-port.ts';
import { exitCodes, ExitError } from '../command/exit-codes.ts';
import type { BrokerControl } from '../engine/engine.ts';
import { writeBrokerFiles } from './broker-files.ts';
import { definitions, E2E_USER } from './definitions.ts';
import { electLeaders } from './elect-leaders.ts';
import { epmdPlace, startEpmd } from './epmd.ts';
import { DATA, HOME, NODE } from './node-environment.ts';
import { privateNode } from './private-node.ts';
import type { Broker } from './broker.ts';
import type { BrokerOptions } from './provide-broker.ts';
import { ownRabbitmq } from './provide-broker.ts';
import { runningBroker } from './running-broker.ts';
import { randomUsers, startedBroker, urlAt } from './broker.ts';
import type { BrokerNode } from './broker.ts';

const OTHERS = [2, 3].map((n) => NODE.replace('@', `-${n}@`));
const NAMES = [NODE, ...OTHERS];

/** Settings and data of each node go to a folder in `broker`. @throws ExitError if there is no RabbitMQ, or a node does not come up */
export const provideBrokerCluster = async (options: BrokerOptions): Promise<Broker> => {
  const program = await ownRabbitmq(options);
  const dir = join(options.dataDir, 'broker');
  options.log(`RabbitMQ: ${program} is on this machine; starting a private cluster of ${NAMES.length} nodes`);
  const users = randomUsers();
  const cookie = cookieIn(dir);
  const epmdPort = await freePort();
  const stopEpmd = startEpmd({ cwd: dir, env: { ...process.env, ...epmdPlace(epmdPort) } }, epmdPort);
  const nodeOf = async (name: string, n: number): Promise<ClusterNode> => {
    const folder = join(dir, String(n + 1));
    const port = await freePort();
    const listen = `127.0.0.1:${port}`;
    const files = writeBrokerFiles(folder, { listen, definitions: definitions({ users }), cluster: NAMES });
    const node = await privateNode(program, folder, files, { name, epmdPort });
    giveCookie(cookie, folder);
    const running = runningBroker(node, urlAt(port, users, E2E_USER));
    return { running, port, control: node.control, isOld: existsSync(join(folder, DATA)) };
  };
  const nodes = await Promise.all([nodeOf(NODE, 0), ...OTHERS.map((name, n) => nodeOf(name, n + 1))]);
  const [{ control }] = nodes;
  const broker = startedBroker(nodes, users);
  const stop = async () => {
    await broker.stop();
    stopEpmd();
  };
  try {
    await startTogether(nodes);
    await mustBeOne(control, dir);
    await spreadQueues(control);
    await electLeaders(control);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...broker, stop };
};

interface ClusterNode extends BrokerNode {
  /** It was in a cluster before. */
  readonly isOld: boolean;
}

/** New nodes join the first one, or those of before; of these each waits for those that knew more when it went. */
const startTogether = async (nodes: readonly ClusterNode[]): Promise<void> => {
  const old = nodes.filter(({ isOld }) => isOld);
  const founders = old.length > 0 ? old : nodes.slice(0, 1);
  const joining = nodes.filter((node) => !founders.includes(node));
  for (const group of [founders, joining]) await Promise.all(group.map(({ running }) => running.start()));
};

/** The secret by which nodes know each other; the folder is this user's alone. */
const cookieIn = (dir: string): string => {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, 'cookie');
  if (!existsSync(file)) writeFileSync(file, randomBytes(20).toString('hex'), { mode: 0o600 });
  return file;
};

const giveCookie = (cookie: string, folder: string): void => {
  const its = join(folder, HOME, '.erlang.cookie');
  rmSync(its, { force: true });
  copyFileSync(cookie, its);
  chmodSync(its, 0o400);
};

/** A node that finds none of the others begins a broker of its own, with the same queues and nobody who publishes to them. */
const mustBeOne = async ({ ctl }: BrokerControl, dir: string): Promise<void> => {
  const status = await ctl('cluster_status', '--formatter', 'json', '--quiet');
  const { running_nodes: running } = JSON.parse(status) as { readonly running_nodes: readonly string[] };
  if (running.length !== NAMES.length)
    throw new ExitError(
      exitCodes.missing,
      `The nodes of the broker are not one cluster: ${running.join(', ')} is there. Remove ${dir}, and start again.`,
    );
};

/** A queue that was made while a node was away has no member there: each gets one. Then each node leads some. */
const spreadQueues = async ({ ctl }: BrokerControl): Promise<void> => {
  const all = '<<".*">>, <<".*">>';
  const grown = NAMES.map((name) => `rabbit_quorum_queue:grow('${name}', ${all}, all)`);
  await ctl('eval', `${[...grown, `rabbit_amqqueue:rebalance(quorum, ${all})`].join(', ')}.`);
};
