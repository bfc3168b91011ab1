// The import table of CONTRIBUTING.md: who may import what. Everything that a row does not allow is forbidden.
// Tests and what only tests use are exempt; cycles are forbidden to all.
const services = '([a-z]+-service|saga-orchestrator)';
const forTests = [
  '[.]test[.]ts$',
  '[.]contract[.]ts$',
  '^platform/src/testing/',
  '/fixtures[.]ts$',
  '/testing/',
];

const npm = (...names) => `(^|/)node_modules/(@types/)?(${names.join('|')})/`;
const platform = (...folders) => `^platform/src/(${folders.join('|')})/`;
/** The types that adapters implement; no code comes along but the fold of a projection. */
const ports =
  '^platform/src/(store/(store|commit|dead-letters)|bus/bus|views/(views|projection)|runtime/(ports|handler|runtime)|service/ports)[.]ts$';
/** Node's own modules; not a path, so `row` takes it out. */
const node = 'node:';

const row = (name, from, ...allowed) => ({
  name,
  severity: 'error',
  comment: `${from} may import only: ${allowed.join(', ')}`,
  from: { path: from, pathNot: forTests },
  to: {
    pathNot: allowed.filter((path) => path !== node),
    ...(allowed.includes(node) && { dependencyTypesNot: ['core'] }),
  },
});

const onlyIn = (name, what, ...places) => ({
  name,
  severity: 'error',
  comment: `${what} may be imported only by: ${places.join(', ')}`,
  from: { path: '^[^/]+/', pathNot: [...places, ...forTests] },
  to: { path: what },
});

/** The first group of `from`, a service's folder, is `$1` in the rest of the row. */
const own = (...folders) => `^$1/src/(${folders.join('|')})`;

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle has no order in which it can be read.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-unknown',
      severity: 'error',
      comment: 'An import that cannot be resolved is not judged by any other rule.',
      from: {},
      to: { couldNotResolve: true },
    },
    row('contracts', '^contracts/src/', '^contracts/src/', npm('zod')),
    row('decider', platform('decider'), platform('decider')),
    row('runtime', platform('runtime'), platform('runtime', 'decider'), ports),
    row('store', platform('store'), platform('store', 'decider'), ports, npm('mongodb'), node),
    row('time', platform('time'), platform('time'), ports),
    row('views', platform('views'), platform('views', 'decider', 'store'), ports, npm('mongodb'), node),
    row(
      'bus',
      platform('bus'),
      platform('bus', 'decider'),
      ports,
      '^contracts/src/',
      npm('amqplib', 'zod'),
      node,
    ),
    row(
      'http',
      platform('http'),
      platform('http', 'decider'),
      ports,
      npm(
        'express',
        'express-rate-limit',
        'helmet',
        'swagger-ui-dist',
        '@asteasolutions/zod-to-openapi',
        'zod',
        'pino',
        'pino-http',
      ),
      node,
    ),
    row(
      'service-and-telemetry',
      platform('service', 'telemetry'),
      '^platform/src/',
      '^contracts/src/',
      npm('pino', 'prom-client', 'zod', '@noble/hashes', '@opentelemetry/api'),
      npm('@opentelemetry/(resources|sdk-trace|exporter-trace-otlp-http)'),
      node,
    ),
    row(
      'components',
      `^${services}/src/(component|admission|start-gate)[.]ts$`,
      own(
        'domain/',
        'sagas/',
        'saga/',
        'read-model/',
        'entry-points/messages[.]',
        'component[.]',
        'admission[.]',
        'start-gate[.]',
      ),
      '^contracts/src/',
      platform('decider', 'runtime'),
      '^platform/src/service/(create-)?component[.]ts$',
      ports,
    ),
    {
      name: 'components-run-anywhere',
      severity: 'error',
      comment:
        'What a component is made of runs in a simulator and in a browser, too: no Node, no HTTP, no telemetry.',
      from: { path: '^[^/]+/src/component[.]ts$' },
      to: {
        path: '.',
        pathNot: [
          '^contracts/src/',
          `^${services}/src/`,
          platform('decider', 'runtime', 'service', 'store', 'views', 'bus'),
          npm('zod'),
        ],
        reachable: true,
      },
    },
    row(
      'pure-parts-of-services',
      `^${services}/src/(domain|sagas|saga|read-model|entry-points/messages[.]ts)`,
      own('domain', 'sagas', 'saga', 'read-model'),
      '^contracts/src/',
      platform('decider'),
      ports,
    ),
    row(
      'routes-of-services',
      `^${services}/src/entry-points/http[^/]*[.]ts`,
      own('domain', 'sagas', 'saga', 'read-model', 'entry-points/'),
      '^contracts/src/',
      platform('decider', 'http'),
      ports,
      npm('zod'),
    ),
    row('services', `^${services}/src/`, own(''), '^contracts/src/', '^platform/src/', npm('zod'), node),
    row(
      'launcher',
      '^launcher/src/',
      '^launcher/src/',
      '^contracts/src/',
      '^platform/src/',
      `^${services}/src/(service|config)[.]ts$`,
      npm('amqplib', 'axios', 'commander', 'mongodb', 'mongodb-memory-server-core', 'picocolors'),
      node,
    ),
    {
      name: 'nothing-below-the-lab',
      severity: 'error',
      comment: 'What the lab observes does not know the lab, in its tests neither.',
      from: { path: `^(contracts|platform|${services}|launcher)/` },
      to: { path: '^(lab|e2e|bench)/' },
    },
    row(
      'e2e',
      '^e2e/',
      '^e2e/',
      '^contracts/src/',
      '^platform/src/(testing|time)/',
      '^(launcher|lab)/src/',
      npm('axios', 'chai', 'commander', 'amqplib', 'fast-check'),
      node,
    ),
    row(
      'lab',
      '^lab/src/',
      '^lab/src/',
      '^contracts/src/',
      '^platform/src/',
      `^${services}/src/(component|config|(domain|sagas|saga|read-model|entry-points)/.*)[.]ts$`,
      '^launcher/(src|bootstrap)/',
      npm('axios', 'commander', 'esbuild', 'picocolors', 'zod'),
      node,
    ),
    row(
      'checker',
      '^lab/src/(checker/|client/documents[.]ts$)',
      '^lab/src/(checker/|client/documents[.]ts$)',
      '^contracts/src/',
      platform('decider'),
      ports,
    ),
    row(
      'rebuild',
      '^lab/src/rebuild/',
      '^lab/src/(rebuild/|checker/|client/documents[.]ts$)',
      '^contracts/src/',
      platform('decider', 'runtime'),
      ports,
      `^${services}/src/(component|(domain|sagas|saga|read-model|entry-points)/.*)[.]ts$`,
      '^platform/src/http/routes/',
    ),
    row(
      'bench',
      '^bench/src/',
      '^bench/src/',
      '^contracts/src/',
      '^launcher/src/',
      '^lab/src/client/',
      ports,
      npm('commander', 'p-limit'),
      node,
    ),
    row(
      'tools',
      '^tools/',
      '^tools/',
      '^contracts/src/',
      '^platform/src/',
      `^${services}/src/`,
      '^(launcher|lab)/src/',
      '^e2e/',
      npm('mocha', 'prettier'),
      node,
    ),
    onlyIn(
      'amqplib',
      npm('amqplib'),
      '^platform/src/bus/rabbitmq/',
      '^launcher/src/',
      '^e2e/faults/broker[^/]*[.]ts$',
    ),
    onlyIn('mongodb', npm('mongodb'), '^platform/src/(store|views)/mongo', '^launcher/src/'),
    onlyIn(
      'opentelemetry-sdk',
      npm('@opentelemetry/(resources|sdk-trace|exporter-trace-otlp-http)'),
      '^platform/src/telemetry/otlp[.]ts$',
    ),
    onlyIn('esbuild', npm('esbuild'), '^lab/src/sweep/run/build-services[.]ts$'),
    onlyIn('express', npm('express'), '^platform/src/http/'),
    onlyIn(
      'real-adapters',
      '^platform/src/(store/mongo|views/mongo|bus/rabbitmq/|service/real-ports)',
      '^platform/src/(store|views)/mongo',
      '^platform/src/bus/rabbitmq/',
      '^platform/src/service/real-ports[.]ts$',
      `^${services}/src/main[.]ts$`,
      '^lab/src/sweep/build/main[.]ts$',
      '^launcher/src/databases/given-databases[.]ts$',
    ),
    onlyIn(
      'composition-root',
      `^${services}/src/service[.]ts$`,
      `^${services}/src/main[.]ts$`,
      '^launcher/src/settings/services[.]ts$',
    ),
    onlyIn('testing', '/testing/', '^launcher/src/', '^lab/src/', '^e2e/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '[.]data/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
