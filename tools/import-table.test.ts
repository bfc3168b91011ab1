// The import rules are only as good as what they catch: a small tree that breaks each of them, and one that breaks none.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const root = fileURLToPath(new URL('..', import.meta.url));
const cruiser = join(root, 'node_modules/.bin/depcruise');

interface Report {
  readonly summary: { readonly violations: readonly { from: string; to: string; rule: { name: string } }[] };
}

/** Names of the rules that a tree breaks: file -> what it imports; imported files that are not listed are made empty. */
const broken = (tree: Readonly<Record<string, readonly string[]>>): string[] => {
  const dir = mkdtempSync(join(tmpdir(), 'saga-lab-imports-'));
  try {
    writeTree(dir, tree);
    const folders = [...new Set(Object.keys(tree).map((file) => file.split('/')[0] ?? ''))];
    const { summary } = JSON.parse(cruise(dir, folders)) as Report;
    return [...new Set(summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`))].sort();
  } finally {
    rmSync(dir, { recursive: true });
  }
};

/** Its exit code is the number of violations, so a failure is an answer too. */
const cruise = (cwd: string, folders: readonly string[]): string => {
  const rules = ['--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json'];
  try {
    return execFileSync(process.execPath, [cruiser, ...rules, ...folders], { cwd, encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
};

const writeTree = (dir: string, tree: Readonly<Record<string, readonly string[]>>): void => {
  cpSync(join(root, 'tsconfig.json'), join(dir, 'tsconfig.json'));
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  const isFile = (target: string) => target.endsWith('.ts');
  for (const file of [...Object.values(tree).flat().filter(isFile), ...Object.keys(tree)]) {
    mkdirSync(join(dir, dirname(file)), { recursive: true });
    const imports = (tree[file] ?? []).map((target) => {
      const up = '../'.repeat(file.split('/').length - 1);
      return `import '${isFile(target) ? up + target : target}';`;
    });
    writeFileSync(join(dir, file), [...imports, 'export const it = 1;', ''].join('\n'));
  }
};

describe('the import table', function () {
  this.timeout(30_000);

  it('lets a well-built lab through', () => {
    expect(
      broken({
        'contracts/src/order.ts': ['zod'],
        'platform/src/decider/decider.ts': [],
        'platform/src/runtime/runtime.ts': ['platform/src/decider/decider.ts', 'platform/src/store/store.ts'],
        'platform/src/store/mongo-store.ts': ['mongodb', 'node:crypto', 'platform/src/decider/decider.ts'],
        'platform/src/bus/rabbitmq/rabbitmq-bus.ts': ['amqplib', 'contracts/src/envelope.ts'],
        'order-service/src/domain/order.ts': ['contracts/src/order.ts', 'platform/src/decider/decider.ts'],
        'order-service/src/domain/order.test.ts': ['chai', 'node:fs', 'platform/src/runtime/runtime.ts'],
        'order-service/src/entry-points/http.ts': [
          'order-service/src/domain/order.ts',
          'platform/src/http/routes/route.ts',
        ],
        'order-service/src/component.ts': [
          'order-service/src/domain/order.ts',
          'platform/src/service/create-component.ts',
        ],
        'platform/src/service/create-component.ts': [
          'platform/src/bus/cloudevents.ts',
          'platform/src/runtime/runtime.ts',
        ],
        'platform/src/bus/cloudevents.ts': ['contracts/src/order.ts'],
        'order-service/src/main.ts': ['order-service/src/service.ts', 'platform/src/service/real-ports.ts'],
        'platform/src/service/real-ports.ts': ['platform/src/store/mongo-store.ts'],
        'launcher/src/settings/services.ts': ['order-service/src/service.ts'],
        'e2e/faults/broker.ts': ['amqplib'],
        'e2e/faults/broker-hold.ts': ['amqplib', 'e2e/faults/broker.ts'],
        'lab/src/cli/start.ts': ['launcher/src/system/system.ts', 'order-service/src/read-model/orders.ts'],
        'lab/src/checker/judge.ts': [
          'lab/src/checker/facts.ts',
          'lab/src/client/documents.ts',
          'contracts/src/order.ts',
          'platform/src/store/commit.ts',
        ],
        'lab/src/sweep/build/main.ts': [
          'launcher/src/settings/services.ts',
          'platform/src/service/real-ports.ts',
          'lab/src/sweep/build/trap.ts',
        ],
        'lab/src/sweep/run/build-services.ts': ['esbuild', 'node:path'],
        'lab/src/rebuild/services.ts': ['order-service/src/domain/order.ts', 'lab/src/checker/facts.ts'],
        'lab/src/simulator/services.ts': ['order-service/src/entry-points/http.ts', 'zod'],
        'lab/src/explorer/orders/worlds.ts': [
          'order-service/src/entry-points/messages.ts',
          'lab/src/twins/twins.ts',
          'lab/src/checker/course.ts',
        ],
        'bench/src/bench.ts': ['p-limit', 'launcher/src/system/system.ts', 'platform/src/store/commit.ts'],
      }),
    ).to.deep.equal([]);
  });

  // @covers R-01
  it('catches what each row forbids', () => {
    expect(
      broken({
        'contracts/src/order.ts': ['platform/src/decider/decider.ts'],
        'protocols/src/terms.ts': ['platform/src/runtime/relay.ts'],
        'platform/src/decider/barrier.ts': ['node:crypto'],
        'platform/src/runtime/relay.ts': ['node:timers'],
        'platform/src/runtime/intake.ts': ['platform/src/bus/rabbitmq/rabbitmq-bus.ts'],
        'platform/src/store/mongo-store.ts': ['amqplib'],
        'platform/src/views/mongo-views.ts': ['express'],
        'platform/src/bus/rabbitmq/rabbitmq-bus.ts': ['mongodb'],
        'platform/src/http/server/app.ts': ['platform/src/store/mongo-store.ts'],
        'order-service/src/component.ts': ['platform/src/http/routes/route.ts', 'zod'],
        'payment-service/src/component.ts': ['platform/src/service/create-component.ts'],
        'platform/src/service/create-component.ts': ['platform/src/bus/cloudevents.ts'],
        'platform/src/bus/cloudevents.ts': ['node:crypto'],
        'order-service/src/domain/npm.ts': ['zod'],
        'order-service/src/domain/node.ts': ['node:crypto'],
        'order-service/src/domain/other.ts': ['payment-service/src/domain/account.ts'],
        'order-service/src/entry-points/messages.ts': ['platform/src/runtime/create-runtime.ts'],
        'order-service/src/entry-points/http.ts': ['order-service/src/service.ts'],
        'order-service/src/read-model/orders.ts': ['platform/src/http/routes/route.ts'],
        'order-service/src/service.ts': ['platform/src/bus/rabbitmq/rabbitmq-bus.ts'],
        'payment-service/src/service.ts': ['platform/src/service/real-ports.ts'],
        'platform/src/service/create-service.ts': ['platform/src/store/mongo-store.ts', 'express'],
        'platform/src/telemetry/tracing.ts': ['@opentelemetry/sdk-trace'],
        'platform/src/service/run.ts': ['platform/src/testing/given.ts'],
        'saga-orchestrator/src/saga/decide.ts': ['saga-orchestrator/src/config.ts'],
        'saga-orchestrator/src/config.ts': ['order-service/src/config.ts'],
        'bench/src/bench.ts': ['amqplib', 'order-service/src/config.ts', 'mongodb'],
        'launcher/src/system/system.ts': [
          'lab/src/client/lab.ts',
          'order-service/src/domain/npm.ts',
          'express',
        ],
        'launcher/src/system/system.test.ts': ['lab/src/client/lab.ts'],
        'lab/src/cli/status.ts': ['order-service/src/service.ts', 'mongodb'],
        'lab/src/checker/npm.ts': ['zod'],
        'lab/src/checker/node.ts': ['node:util'],
        'lab/src/checker/domain.ts': ['order-service/src/domain/order.ts'],
        'lab/src/checker/read-model.ts': ['order-service/src/read-model/orders.ts'],
        'lab/src/checker/rebuilt.ts': ['lab/src/rebuild/read-models.ts'],
        'lab/src/checker/reading.ts': ['lab/src/client/lab.ts'],
        'lab/src/sweep/build/main.ts': ['order-service/src/service.ts'],
        'lab/src/sweep/build/trap.ts': ['platform/src/service/real-ports.ts'],
        'lab/src/sweep/run/sweep.ts': ['esbuild'],
        'lab/src/client/documents.ts': ['axios'],
        'lab/src/rebuild/read-models.ts': ['lab/src/client/lab.ts'],
        'lab/src/report/page.ts': ['lab/src/cli/outcome.ts'],
        'lab/src/simulator/world.ts': ['node:timers'],
        'lab/src/twins/bus.ts': ['lab/src/client/lab.ts'],
        'lab/src/explorer/explore.ts': ['node:fs'],
        'lab/src/explorer/reduction.ts': ['lab/src/show/table.ts'],
        'e2e/scenarios/happy.ts': ['order-service/src/domain/npm.ts', 'amqplib'],
      }),
    ).to.include.members([
      'contracts: contracts/src/order.ts',
      'protocols: protocols/src/terms.ts',
      'decider: platform/src/decider/barrier.ts',
      'runtime: platform/src/runtime/relay.ts',
      'runtime: platform/src/runtime/intake.ts',
      'store: platform/src/store/mongo-store.ts',
      'amqplib: platform/src/store/mongo-store.ts',
      'views: platform/src/views/mongo-views.ts',
      'bus: platform/src/bus/rabbitmq/rabbitmq-bus.ts',
      'http: platform/src/http/server/app.ts',
      'components: order-service/src/component.ts',
      'components-run-anywhere: order-service/src/component.ts',
      'components-run-anywhere: payment-service/src/component.ts',
      'pure-parts-of-services: order-service/src/domain/npm.ts',
      'pure-parts-of-services: order-service/src/domain/node.ts',
      'pure-parts-of-services: order-service/src/domain/other.ts',
      'pure-parts-of-services: order-service/src/entry-points/messages.ts',
      'routes-of-services: order-service/src/entry-points/http.ts',
      'composition-root: order-service/src/entry-points/http.ts',
      'pure-parts-of-services: order-service/src/read-model/orders.ts',
      'real-adapters: order-service/src/service.ts',
      'real-adapters: payment-service/src/service.ts',
      'real-adapters: platform/src/service/create-service.ts',
      'express: platform/src/service/create-service.ts',
      'opentelemetry-sdk: platform/src/telemetry/tracing.ts',
      'testing: platform/src/service/run.ts',
      'bench: bench/src/bench.ts',
      'mongodb: bench/src/bench.ts',
      'amqplib: bench/src/bench.ts',
      'pure-parts-of-services: saga-orchestrator/src/saga/decide.ts',
      'services: saga-orchestrator/src/config.ts',
      'launcher: launcher/src/system/system.ts',
      'express: launcher/src/system/system.ts',
      'nothing-below-the-lab: launcher/src/system/system.test.ts',
      'lab: lab/src/cli/status.ts',
      'composition-root: lab/src/sweep/build/main.ts',
      'real-adapters: lab/src/sweep/build/trap.ts',
      'esbuild: lab/src/sweep/run/sweep.ts',
      'checker: lab/src/checker/npm.ts',
      'checker: lab/src/checker/node.ts',
      'checker: lab/src/checker/domain.ts',
      'checker: lab/src/checker/read-model.ts',
      'checker: lab/src/checker/rebuilt.ts',
      'checker: lab/src/checker/reading.ts',
      'checker: lab/src/client/documents.ts',
      'rebuild: lab/src/rebuild/read-models.ts',
      'report: lab/src/report/page.ts',
      'simulator-and-twins: lab/src/simulator/world.ts',
      'simulator-and-twins: lab/src/twins/bus.ts',
      'explorer: lab/src/explorer/explore.ts',
      'explorer: lab/src/explorer/reduction.ts',
      'composition-root: lab/src/cli/status.ts',
      'mongodb: lab/src/cli/status.ts',
      'e2e: e2e/scenarios/happy.ts',
      'amqplib: e2e/scenarios/happy.ts',
    ]);
  });

  it('catches a cycle and an import that leads nowhere', () => {
    expect(
      broken({
        'platform/src/decider/a.ts': ['platform/src/decider/b.ts'],
        'platform/src/decider/b.ts': ['platform/src/decider/a.ts', 'no-such-package'],
      }),
    ).to.include.members([
      'no-cycles: platform/src/decider/a.ts',
      'nothing-unknown: platform/src/decider/b.ts',
    ]);
  });
});
