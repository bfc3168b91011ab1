// Finds RabbitMQ or starts it: an address in the environment, the program on this machine, Docker, or installed now.
import { dirname, join } from 'node:path';
import { exitCodes, ExitError } from '../command/exit-codes.ts';
import { writeBrokerFiles } from './broker-files.ts';
import { definitions, E2E_USER } from './definitions.ts';
import { DOCKER_DEFINITIONS, DOCKER_LISTEN, dockerNode, dockerRuns } from './docker-node.ts';
import { freePort } from '../processes/free-port.ts';
import { endOfLog } from '../processes/programs.ts';
import { brokerUrls } from '@saga-lab/platform/bus/broker-urls';
import { GIVEN_BROKER, givenBrokerUrl } from '../settings/given-servers.ts';
import { canInstall } from '../processes/system-packages.ts';
import { installRabbitmq } from './install-rabbitmq.ts';
import { privateNode, rabbitmqProgram } from './private-node.ts';
import { runningBroker, serves } from './running-broker.ts';
import type { BrokerProgram } from './running-broker.ts';
import { randomUsers, startedBroker, urlAt } from './broker.ts';
import type { Broker, BrokerUsers } from './broker.ts';
import { unlikeQueues } from './unlike-queues.ts';

export interface BrokerOptions {
  /** Data and settings go to `broker` in here. */
  readonly dataDir: string;
  readonly log: (line: string) => void;
}

/** @throws ExitError if there is no broker and none can be installed, or if it does not come up or is not fit for it. */
export const provideBroker = async ({ dataDir, log }: BrokerOptions): Promise<Broker> => {
  const given = givenBrokerUrl();
  if (given) return givenBroker(given, log);
  const port = await freePort();
  const users = randomUsers();
  const program = await chooseProgram({ dir: join(dataDir, 'broker'), port, users, log });
  const running = runningBroker(program, urlAt(port, users, E2E_USER));
  await running.start();
  return startedBroker([{ running, port, control: program.control }], users);
};

/** Its users are not ours to make, so every service uses this one address. */
const givenBroker = async (url: string, log: BrokerOptions['log']): Promise<Broker> => {
  log(
    'RabbitMQ: the one at SAGA_LAB_RABBITMQ_URL; all services use that user, so the rights of each are not tested',
  );
  const nodes = brokerUrls(url);
  const up = await Promise.all(nodes.map(serves));
  const first = nodes.find((_node, n) => up[n]);
  if (first === undefined)
    throw new ExitError(
      exitCodes.configuration,
      `The RabbitMQ at ${GIVEN_BROKER} does not answer, refuses the user, or lacks queues or exchanges of the lab. ` +
        `Load its definitions (rabbitmqctl import_definitions FILE), or unset ${GIVEN_BROKER} to have one started.`,
    );
  const unlike = await unlikeQueues(first);
  if (unlike.length > 0)
    throw new ExitError(
      exitCodes.configuration,
      `The RabbitMQ at ${GIVEN_BROKER} has queues that are not the durable quorum queues that the lab needs: ` +
        `${unlike.join(', ')}. Delete them (rabbitmqctl delete_queue NAME), and load the definitions of the lab again.`,
    );
  const nothing = () => Promise.resolve();
  const notOurs = { parts: [], control: undefined };
  return { urlOf: () => url, e2eUrl: first, ...notOurs, restart: nothing, stop: nothing };
};

interface Choice {
  readonly dir: string;
  readonly port: number;
  readonly users: BrokerUsers;
  readonly log: BrokerOptions['log'];
}

const chooseProgram = async (choice: Choice): Promise<BrokerProgram> => {
  const { port, log } = choice;
  const installed = rabbitmqProgram();
  if (installed) {
    log(`RabbitMQ: ${installed} is on this machine; starting a private one on port ${port}`);
    return nodeOf(installed, choice);
  }
  if (dockerRuns()) {
    log(`RabbitMQ: not on this machine, but Docker runs; starting a container on port ${port}`);
    return containerOf(choice);
  }
  return nodeOf(await ownRabbitmq({ dataDir: dirname(choice.dir), log }), choice);
};

/** The program on this machine, or installed now. @throws ExitError 69 if it cannot be had */
export const ownRabbitmq = async ({ dataDir, log }: BrokerOptions): Promise<string> => {
  const installed = rabbitmqProgram();
  if (installed) return installed;
  if (!canInstall()) throw noBroker('it cannot be installed here');
  const logFile = join(dataDir, 'logs', 'install-rabbitmq.log');
  log('RabbitMQ: not here; installing the package rabbitmq-server (about half a minute)');
  await installRabbitmq(logFile);
  const fresh = rabbitmqProgram();
  if (!fresh) throw noBroker('installing it failed', endOfLog(logFile));
  return fresh;
};

const noBroker = (why: string, log = ''): ExitError =>
  new ExitError(
    exitCodes.missing,
    `There is no RabbitMQ, and ${why}. Install it (Debian, Ubuntu: sudo apt-get install rabbitmq-server), ` +
      `start Docker, or set SAGA_LAB_RABBITMQ_URL; or try: SAGA_LAB_ENGINE=memory npm start${log && `\n${log}`}`,
  );

const nodeOf = (program: string, { dir, port, users }: Choice): Promise<BrokerProgram> => {
  const files = writeBrokerFiles(dir, { listen: `127.0.0.1:${port}`, definitions: definitions({ users }) });
  return privateNode(program, dir, files);
};

const containerOf = ({ dir, port, users }: Choice): BrokerProgram => {
  const listen = DOCKER_LISTEN;
  writeBrokerFiles(dir, {
    listen,
    definitionsPath: DOCKER_DEFINITIONS,
    definitions: definitions({ users }),
  });
  return dockerNode(dir, port);
};
