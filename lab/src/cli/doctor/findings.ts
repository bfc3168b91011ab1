// What the facts about a machine mean: whether `npm test` could run here, and how to get what is missing.
import type { Finding } from '../finding.ts';
import type { Facts, Program } from './facts.ts';

const GIB = 1024 ** 3;
/** Four databases and a broker that has just started take about this much; the broker stops below 0.1 GiB. */
const LEAST_DISK = 0.5 * GIB;
const GOOD_DISK = 2 * GIB;
const GOOD_MEMORY = 2 * GIB;
/** `$sortArray` and `$getField` came with it. */
const OLDEST_MONGOD = '6.0';
/** At-least-once dead letters came with it. */
const OLDEST_RABBITMQ = '3.10';

export const findingsOf = (facts: Facts): readonly Finding[] => [
  node(facts),
  packages(facts),
  mongod(facts),
  rabbitmq(facts),
  docker(facts),
  disk(facts),
  memory(facts),
  ...facts.killed.map(leftover),
  ...systems(facts),
];

const holds = (sentence: string): Finding => ({ state: 'holds', sentence });

const node = ({ node: { line, trouble } }: Facts): Finding =>
  trouble === undefined
    ? holds(line)
    : { state: 'violated', sentence: trouble, next: 'npm run lab -- doctor' };

const packages = ({ packagesTrouble }: Facts): Finding =>
  packagesTrouble === undefined
    ? holds('npm packages: as package-lock.json says')
    : { state: 'violated', sentence: `npm packages: ${packagesTrouble}`, next: 'npm ci' };

const mongod = ({ mongod: program, docker: { runs } }: Facts): Finding => {
  const known = programFinding('MongoDB', program, OLDEST_MONGOD);
  if (known) return known;
  if (runs) return holds('MongoDB: no mongod here, so containers are used');
  return {
    state: 'open',
    sentence: 'MongoDB: no mongod here; npm test will try to download one, which needs the network',
    next: 'if that fails: put mongod on the PATH, start Docker, or set SAGA_LAB_MONGO_URLS',
  };
};

const rabbitmq = ({ rabbitmq: program, docker: { runs } }: Facts): Finding => {
  const known = programFinding('RabbitMQ', program, OLDEST_RABBITMQ);
  if (known) return known;
  if (runs) return holds('RabbitMQ: not installed here, so a container is used');
  const sentence = 'RabbitMQ: not installed here, and no Docker';
  if (program.installable)
    return { state: 'open', sentence: `${sentence}; npm test will install the package rabbitmq-server` };
  const next = 'sudo apt-get install rabbitmq-server (or start Docker, or set SAGA_LAB_RABBITMQ_URL)';
  return { state: 'violated', sentence, next };
};

/** `undefined` if there is none. */
const programFinding = (
  name: string,
  { given, path, version }: Program,
  oldest: string,
): Finding | undefined => {
  if (given) return holds(`${name}: at the address in the environment, which was not tried`);
  if (path === undefined) return undefined;
  const what = `${name} ${version ?? '(version unknown)'} at ${path}`;
  if (version !== undefined && isOlder(version, oldest))
    return { state: 'violated', sentence: `${what} is too old`, next: `install ${oldest} or newer` };
  return holds(what);
};

export const isOlder = (version: string, than: string): boolean => {
  const [[major = 0, minor = 0], [least = 0, leastMinor = 0]] = [version, than].map((text) =>
    text.split('.').map(Number),
  ) as [number[], number[]];
  return major < least || (major === least && minor < leastMinor);
};

const docker = ({ docker: { path, runs } }: Facts): Finding => {
  if (runs) return holds('Docker: its daemon runs');
  const why = path === undefined ? 'not installed' : `${path} is here, but no daemon answers`;
  return {
    state: 'open',
    sentence: `Docker: ${why}; needed only for docker compose, or in place of the above`,
  };
};

const gib = (bytes: number): string => `${(bytes / GIB).toFixed(1)} GiB`;

const disk = ({ freeDisk, dataDir }: Facts): Finding => {
  const sentence = `Disk: ${gib(freeDisk)} free for ${dataDir}`;
  if (freeDisk >= GOOD_DISK) return holds(sentence);
  const state = freeDisk < LEAST_DISK ? 'violated' : 'open';
  return { state, sentence, next: `free ${gib(GOOD_DISK)}: the broker refuses messages on a full disk` };
};

const memory = ({ freeMemory }: Facts): Finding => {
  const sentence = `Memory: ${gib(freeMemory)} available`;
  if (freeMemory >= GOOD_MEMORY) return holds(sentence);
  return { state: 'open', sentence, next: `${gib(GOOD_MEMORY)} are better: end other programs first` };
};

const leftover = (pid: number): Finding => ({
  state: 'open',
  sentence: `A launcher was killed (pid ${pid}) and left its state file behind`,
  next: 'the next npm start or npm test in the same directory cleans up after it',
});

const systems = ({ running, testing }: Facts): readonly Finding[] => [
  running === undefined
    ? holds('No system runs: npm start starts one')
    : holds(`A system runs (launcher pid ${running}): npm run lab -- status`),
  ...(testing === undefined ? [] : [testsRun(testing)]),
];

const testsRun = (pid: number): Finding => ({
  state: 'open',
  sentence: `npm test runs now (pid ${pid}); a second one has to wait for its end`,
});
