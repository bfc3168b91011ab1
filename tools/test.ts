// `npm test`: one broker and the databases, once; then unit, integration and e2e tests; then everything is gone again.
import { join } from 'node:path';
import { endOnSignals } from '@saga-lab/launcher/command/ending';
import { exitCodes } from '@saga-lab/launcher/command/exit-codes';
import { endOnFailures, failed } from '@saga-lab/launcher/command/failed';
import { shareInfrastructure } from '@saga-lab/launcher/system/infrastructure';
import { progressOn } from '@saga-lab/launcher/command/progress';
import type { Infrastructure } from '@saga-lab/launcher/engine/real-engine';
import { serviceNames } from '@saga-lab/contracts/services';
import { startServers } from '@saga-lab/launcher/system/servers';
import { defaultDataDir } from '@saga-lab/launcher/system/system';
import type { System } from '@saga-lab/launcher/system/system';
import { runMocha, sum } from './mocha.ts';
import type { Counts } from './mocha.ts';

const dataDir = join(defaultDataDir, 'test');
const progress = progressOn(process.stderr);
/** `--exit`: what a test left open keeps nobody waiting. */
const strict = [
  '--no-config',
  '--import=tsx',
  '--forbid-only',
  '--forbid-pending',
  '--exit',
  '--timeout',
  '120000',
];

type Env = Readonly<Record<string, string>>;

/** What runs at once: in each lane one run of mocha after the other. */
const lanesOn = (shared: Env): Readonly<Record<string, readonly MochaRun[]>> => {
  // Systems on the same servers would take each other's messages: on the shared ones there is one at a time, others start their own.
  const withSystems = '{lab/src,launcher/src/system,tools}/**/*.integration.test.ts';
  const parts = ['*/src/**/*.integration.test.ts', ...ignoring([withSystems])];
  const withoutServers = [
    'lab/src/cli/sim/sim.integration.test.ts',
    'lab/src/explorer/protocols/slow-bugs.integration.test.ts',
    'tools/adding-a-protocol.integration.test.ts',
  ];
  const systems = [withSystems, ...ignoring(withoutServers)];
  const usual = ['e2e/stage/usual.e2e.test.ts'];
  const proxies = ['e2e/stage/behind-proxies.e2e.test.ts'];
  const small = ['e2e/stage/memory-engine.e2e.test.ts', 'e2e/nemesis/nemesis.e2e.test.ts'];
  const servers = ['e2e/stage/own-servers.e2e.test.ts'];
  const named = [usual, proxies, small, servers].flat();
  const others = ['e2e/**/*.e2e.test.ts', ...ignoring(named)];
  return {
    shared: [{ args: systems, env: shared }, { args: small }],
    parts: [{ args: parts, env: shared }, { args: withoutServers }, { args: proxies }, { args: others }],
    servers: [{ args: servers }, { args: usual }],
  };
};

const ignoring = (files: readonly string[]): readonly string[] => files.flatMap((file) => ['--ignore', file]);

interface MochaRun {
  readonly args: readonly string[];
  readonly env?: Env;
}

const inTurn = async (label: string, runs: readonly MochaRun[]): Promise<Counts> => {
  const done: Counts[] = [];
  for (const { args, env } of runs) done.push(await runMocha([...strict, ...args], { env, label }));
  return sum(done);
};

const runAll = async (infrastructure: Infrastructure): Promise<Counts> => {
  const file = join(dataDir, 'infrastructure.json');
  shareInfrastructure(file, infrastructure);
  const shared = {
    TEST_MONGO_URL: infrastructure.mongoUrl(serviceNames[0]),
    TEST_RABBITMQ_URL: infrastructure.e2eUrl,
    SAGA_LAB_INFRASTRUCTURE: file,
  };
  const lanes = lanesOn(shared);
  progress.say('Unit tests');
  const unit = await runMocha([]);
  progress.say(`Integration and end-to-end tests, at once in ${Object.keys(lanes).length} lanes`);
  const others = Object.entries(lanes).map(([label, runs]) => inTurn(label.padEnd(7), runs));
  const played = await Promise.all(others);
  progress.say('The smoke test of the benchmark, with nothing beside it');
  const measured = await runMocha([...strict, 'bench/src/**/*.e2e.test.ts'], { env: shared });
  return sum([unit, ...played, measured]);
};

endOnFailures();
try {
  const live: { servers?: System } = {};
  endOnSignals({
    stop: async (how) => live.servers?.stop(how),
    exitCode: () => exitCodes.interrupted,
    say: progress.say,
  });
  const { servers, infrastructure } = await progress.during(
    'Starting broker and databases',
    startServers({ dataDir, log: progress.say }),
  );
  live.servers = servers;
  const counts = await runAll(infrastructure);
  await progress.during('Stopping broker and databases', servers.stop());
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
  process.exitCode = counts.failed > 0 ? exitCodes.violated : exitCodes.holds;
} catch (error) {
  failed(error);
}
