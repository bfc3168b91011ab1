// A broker of three nodes on this machine: what is in a queue is on the disks of two of them before it counts, and any one of them may die.
import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serviceNames } from '@saga-lab/contracts/services';
import { freePort } from '../processes/free-port.ts';
import { exitCodes, ExitError } from '../command/exit-codes.ts';
import { partName } from '../engine/engine.ts';
import type { BrokerControl } from '../engine/engine.ts';
import { writeBrokerFiles } from './broker-files.ts';
import { definitions, E2E_USER, VHOST } from './definitions.ts';
import { electLeaders } from './elect-leaders.ts';
import { epmdPlace, startEpmd } from './epmd.ts';
import { DATA, HOME, NODE } from './node-environment.ts';
import { privateNode } from './private-node.ts';
import type { Broker, BrokerOptions } from './provide-broker.ts';
import { brokerPart, ownRabbitmq, randomUsers } from './provide-broker.ts';
import { runningBroker } from './running-broker.ts';

const NAMES = [NODE, ...[2, 3].map((n) => NODE.replace('@', `-${n}@`))];

/** Settings and data of each node go to a folder in `broker`. @throws ExitError if there is no RabbitMQ, or a node does not come up */
export const provideBrokerCluster = async (options: BrokerOptions): Promise<Broker> => {
  const program = await ownRabbitmq(options);
  const dir = join(options.dataDir, 'broker');
  options.log(`RabbitMQ: ${program} is on this machine; starting a private cluster of ${NAMES.length} nodes`);
  const users = randomUsers();
  const folders = NAMES.map((_name, n) => join(dir, String(n + 1)));
  const isOld = folders.map((folder) => existsSync(join(folder, DATA)));
  const ports = await Promise.all(NAMES.map(() => freePort()));
  const urlAt = (port: number, user: string) =>
    `amqp://${user}:${users[user] ?? ''}@127.0.0.1:${port}/${VHOST}`;
  const cookie = cookieIn(dir);
  const epmdPort = await freePort();
  const stopEpmd = startEpmd({ cwd: dir, env: { ...process.env, ...epmdPlace(epmdPort) } }, epmdPort);
  const nodes = await Promise.all(
    NAMES.map(async (name, n) => {
      const folder = folders[n] ?? '';
      const listen = `127.0.0.1:${ports[n] ?? 0}`;
      const files = writeBrokerFiles(folder, { listen, definitions: definitions({ users }), cluster: NAMES });
      const node = await privateNode(program, folder, files, { name, epmdPort });
      giveCookie(cookie, folder);
      return { running: runningBroker(node, urlAt(ports[n] ?? 0, E2E_USER)), control: node.control };
    }),
  );
  const [first] = nodes;
  if (!first) throw new Error('a cluster has nodes');
  const old = nodes.filter((_node, n) => isOld[n]);
  const founders = old.length > 0 ? old : [first];
  const stop = async () => {
    await Promise.all(nodes.map(({ running }) => running.kill('SIGTERM')));
    stopEpmd();
  };
  try {
    // The others join the first one. Of those that were together before, each waits for those that knew more when it went.
    await Promise.all(founders.map(({ running }) => running.start()));
    await Promise.all(nodes.filter((node) => !founders.includes(node)).map(({ running }) => running.start()));
    await mustBeOne(first.control, dir);
    await spreadQueues(first.control);
    await electLeaders(first.control);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    urlOf: (user) =>
      beginningAt(ports, user)
        .map((port) => urlAt(port, user))
        .join(),
    e2eUrl: urlAt(ports[0] ?? 0, E2E_USER),
    parts: nodes.map(({ running }, n) => brokerPart(partName('broker', n + 1), running, ports[n] ?? 0)),
    control: first.control,
    restart: async (signal = 'SIGTERM') => {
      await first.running.kill(signal);
      await first.running.start();
    },
    stop,
  };
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

/** Each service begins with another node, so that all of them have work. */
const beginningAt = (ports: readonly number[], user: string): readonly number[] => {
  const n =
    Math.max(
      0,
      serviceNames.findIndex((name) => name === user),
    ) % ports.length;
  return [...ports.slice(n), ...ports.slice(0, n)];
};
