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
const strict = ['--no-config', '--import=tsx', '--forbid-only', '--forbid-pending', '--exit'];

const runAll = async (infrastructure: Infrastructure): Promise<Counts> => {
  const file = join(dataDir, 'infrastructure.json');
  shareInfrastructure(file, infrastructure);
  const integration = {
    TEST_MONGO_URL: infrastructure.mongoUrl(serviceNames[0]),
    TEST_RABBITMQ_URL: infrastructure.e2eUrl,
    SAGA_LAB_INFRASTRUCTURE: file,
  };
  progress.say('Unit tests');
  const unit = await runMocha([]);
  progress.say('Integration tests, those with whole systems beside the others');
  const inLane = (label: string, timeout: string, ...files: readonly string[]) =>
    runMocha([...strict, '--timeout', timeout, ...files], { env: integration, label });
  // Systems on the same servers would take each other's messages, so that there is one at a time.
  const withSystems = '{lab/src,launcher/src/system,tools}/**/*.integration.test.ts';
  const integrated = await Promise.all([
    inLane('parts  ', '60000', '*/src/**/*.integration.test.ts', '--ignore', withSystems),
    inLane('systems', '60000', withSystems),
  ]);
  progress.say('End-to-end tests, those on servers of their own beside the others');
  const ownServers = ['e2e/stage/own-servers.e2e.test.ts', 'e2e/nemesis/nemesis.e2e.test.ts'];
  const ignored = ownServers.flatMap((file) => ['--ignore', file]);
  const played = await Promise.all([
    inLane('shared', '120000', 'e2e/**/*.e2e.test.ts', ...ignored),
    inLane('own   ', '120000', ...ownServers),
  ]);
  return sum([unit, ...integrated, ...played]);
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
