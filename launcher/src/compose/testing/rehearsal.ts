// `npm run compose:rehearse`: docker compose up, without Docker. The Dockerfile is carried out in empty folders, and the
// containers run from there as processes, in their order, as a user without rights; broker and databases are this machine's.
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { eventually } from '@saga-lab/platform/time/eventually';
import { expect } from 'chai';
import { serviceNames } from '@saga-lab/contracts/services';
import { installRabbitmq } from '../../broker/install-rabbitmq.ts';
import { privateNode, rabbitmqProgram } from '../../broker/private-node.ts';
import { runningBroker } from '../../broker/running-broker.ts';
import type { RunningBroker } from '../../broker/running-broker.ts';
import { installMongod, mongodProgram } from '../../databases/mongod-program.ts';
import { freePort } from '../../processes/free-port.ts';
import { markChildren } from '../../processes/marked.ts';
import { defaultDataDir } from '../../system/system.ts';
import { root } from './compose-file.ts';
import {
  containerNames,
  isHealthy,
  rewriteSecrets,
  runToEnd,
  secretsOf,
  startDatabase,
  startService,
  stopped,
} from './containers.ts';
import type { Stage } from './containers.ts';
import { buildImage } from './image.ts';
import { codesOf, mongosh } from './mongosh.ts';

const NOBODY = { uid: 65_534, gid: 65_534 };
const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

const log = (line: string): void => void process.stderr.write(`      ${line}\n`);
const databases = serviceNames.map((service) => `mongo-${service}`);

const missing = (what: string): never => {
  throw new Error(`The rehearsal needs ${what} on this machine, not in Docker.`);
};

describe('docker compose up, rehearsed without Docker', function () {
  this.timeout(180_000);
  this.bail(true); // each step stands on the one before
  const guard = markChildren();
  const children = new Map<string, ChildProcess>();
  let dir: string;
  let stage: Stage;
  let broker: RunningBroker | undefined;

  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'saga-lab-rehearsal-'));
    chmodSync(dir, 0o755); // nobody must come in
    const ports = await Promise.all(containerNames.map(async (name) => [name, await freePort()] as const));
    const user = self.uid === 0 ? NOBODY : self;
    const image = buildImage(join(dir, 'image'), user);
    stage = { dir, user, image, ports: Object.fromEntries(ports), env: guard.env };
  });
  after(async () => {
    await Promise.all([...children.values()].map((child) => stopped(child, 10_000)));
    await broker?.kill('SIGTERM');
    await guard.sweep();
    execFileSync('chmod', ['-R', 'u+w', dir]);
    rmSync(dir, { recursive: true });
  });

  const secret = (container: string, file: string) =>
    readFileSync(join(secretsOf(stage, container), file), 'utf8');

  it('the image holds what runs in it, ends as a user without rights, and nothing there is his to change', () => {
    const lab = join(stage.image.root, stage.image.workdir);
    expect(stage.image).to.deep.include({ user: 'node', workdir: '/lab', env: { NODE_ENV: 'production' } });
    for (const path of ['node_modules/tsx', 'order-service/src/main.ts', 'launcher/src/compose/secrets.ts'])
      expect(existsSync(join(lab, path)), path).to.equal(true);
    for (const path of ['node_modules/mocha', 'e2e', 'launcher/src/compose/secrets.test.ts'])
      expect(existsSync(join(lab, path)), path).to.equal(false);
    expect(statSync(lab).mode & 0o222).to.equal(0);
    accessSync(lab, constants.R_OK);
  });

  it('the first step makes the secrets, and the same again when it runs once more', () => {
    runToEnd(stage, 'secrets');
    const first = databases.map((database) => secret(database, 'users.json'));
    runToEnd(stage, 'secrets');
    expect(databases.map((database) => secret(database, 'users.json'))).to.deep.equal(first);
    for (const name of containerNames.filter((each) => each !== 'secrets')) rewriteSecrets(stage, name);
  });

  it('each database becomes a replica set that takes writes, by its health check', async () => {
    const where = { cacheDir: join(defaultDataDir, 'cache'), log };
    const mongod = mongodProgram(where) ?? (await installMongod(where)) ?? missing('mongod');
    for (const name of databases) children.set(name, startDatabase(stage, name, mongod));
    const check = async (name: string) => {
      expect(await mongosh(join(secretsOf(stage, name), 'database-ready.js'), () => undefined)).to.equal(0);
    };
    for (const name of databases) {
      await eventually(() => check(name), { timeoutMs: 60_000 });
      await check(name);
    }
  });

  it('the broker takes its settings and definitions', async () => {
    if (rabbitmqProgram() === undefined) await installRabbitmq(join(dir, 'install-rabbitmq.log'));
    const program = rabbitmqProgram() ?? missing('RabbitMQ');
    const volume = secretsOf(stage, 'rabbitmq');
    const files = { config: join(volume, 'rabbitmq.conf'), definitions: join(volume, 'definitions.json') };
    broker = runningBroker(await privateNode(program, join(dir, 'broker'), files), brokerUrl());
    await broker.start();
  });

  const becomeHealthy = async () => {
    for (const service of serviceNames) children.set(service, startService(stage, service));
    for (const service of serviceNames)
      await eventually(() => expect(isHealthy(stage, service), service).to.equal(true), {
        timeoutMs: 60_000,
      });
  };

  it('the four services become healthy, by their health check', becomeHealthy);

  it('a service may read and write its own database, and not another one, here or elsewhere', async () => {
    const url = secret('order-service', 'mongo-url');
    const [, payment = ''] = secret('payment-service', 'mongo-url').split('@');
    expect(await codesOf(url, 'payment-service')).to.deep.equal([13, 13]);
    expect(await codesOf(`${url.split('@')[0] ?? ''}@${payment}`, 'payment-service')).to.deep.equal([18, 18]);
    expect(await codesOf(`mongodb://${payment}`, 'payment-service')).to.deep.equal([13, 13]);
  });

  const brokerUrl = () => {
    const { e2e = '' } = JSON.parse(secret('rabbitmq', 'passwords.json')) as { e2e?: string };
    return `amqp://e2e:${e2e}@127.0.0.1:${stage.ports['rabbitmq'] ?? 0}/saga-lab`;
  };

  /** Typed from outside, as a person would who has nothing but the published ports and the token. */
  const typed = async (command: string, ...more: readonly string[]) => {
    const pairs = serviceNames.map((name) => `${name}=http://127.0.0.1:${stage.ports[name] ?? 0}`);
    const env = {
      ...process.env,
      ...{ SAGA_LAB_SYSTEM: [...pairs, ...more].join(','), ADMIN_TOKEN: '' },
      ADMIN_TOKEN_FILE: join(secretsOf(stage, 'order-service'), 'admin-token'),
    };
    const child = spawn('sh', ['-c', command], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise<number | null>((done) => child.once('close', done));
    const output = (await Promise.all([text(child.stdout), text(child.stderr)])).join('\n');
    return { code: await ended, output };
  };

  for (const scenario of ['happy-path', 'payment-declined'])
    it(`the scenario ${scenario} plays on it`, async () => {
      const { code, output } = await typed(`npm run scenario -- ${scenario}`);
      expect(code, output).to.equal(0);
      expect(output).to.include('Playing on the system at SAGA_LAB_SYSTEM.');
    });

  it('a scenario that needs the broker itself says so, and plays where the broker can be reached', async () => {
    const refused = await typed('npm run scenario -- poison-message');
    expect(refused.code, refused.output).to.equal(69);
    expect(refused.output).to.include('poison-message cannot play here: it needs the broker itself');
    const played = await typed('npm run scenario -- poison-message', `broker=${brokerUrl()}`);
    expect(played.code, played.output).to.equal(0);
  });

  it('`npm run lab -- status` shows every part that can be reached, and no secret', async () => {
    const { code, output } = await typed('npm run lab -- status', `broker=${brokerUrl()}`);
    expect(code, output).to.equal(0);
    expect(output)
      .to.include('All 5 parts are ready')
      .and.not.to.include(secret('order-service', 'admin-token'));
    expect(output).not.to.include(brokerUrl());
  });

  it('each service ends in order when compose stops it', async () => {
    for (const service of serviceNames) {
      const child = children.get(service) ?? expect.fail(`${service} was not started`);
      expect(await stopped(child, 10_000), service).to.equal(0);
    }
  });

  it('and becomes healthy again on the data that is there', becomeHealthy);
});
