// How the places that know all services learn of a new one. Each edit is a function from the old text to the new one.
import { likeTheModel } from './like-the-model.ts';
import type { Names } from './names.ts';

export interface Edit {
  readonly file: string;
  /** @throws Error that names the text which the file does not have any more */
  readonly edited: (text: string, names: Names) => string;
}

const before = (text: string, mark: string, added: string): string =>
  text.replace(found(text, mark), added + mark);
const behind = (text: string, mark: string, added: string): string =>
  text.replace(found(text, mark), mark + added);

const found = (text: string, mark: string): string => {
  if (text.includes(mark)) return mark;
  throw new Error(`it has no line "${mark.trim()}" any more, beside which the new service belongs`);
};

/** The contracts, and the code that launcher and lab know. */
const code: readonly Edit[] = [
  {
    file: 'contracts/src/services.ts',
    edited: (text, { service, noun }) => {
      const entry = `  '${service}': { commands: ${noun}.commands, events: { ...${noun}.events, CommandRejected }, requests: [] },\n`;
      const listed = before(text, '} as const;\nexport type ParticipantName', entry);
      const replied = behind(listed, 'replies: { ...orderReplies, ', `...${noun}.events, `);
      return before(
        replied,
        "import * as payment from './payment.ts';",
        `import * as ${noun} from './${noun}.ts';\n`,
      );
    },
  },
  {
    file: 'contracts/src/streams.ts',
    edited: (text, { noun }) => behind(text, "  order: 'order',\n", `  ${noun}: '${noun}',\n`),
  },
  {
    file: 'launcher/src/settings/services.ts',
    edited: (text, { service, noun }) => {
      const imports = ['config', 'service'].map(
        (part) =>
          `import * as ${noun}${part === 'config' ? 'Config' : ''} from '@saga-lab/${service}/${part}';\n`,
      );
      const imported = before(text, 'import type { commonSettings', imports.join(''));
      const last = "  'inventory-service': code(inventoryConfig, inventory),\n";
      return behind(imported, last, `  '${service}': code(${noun}Config, ${noun}),\n`);
    },
  },
  {
    file: 'lab/src/rebuild/services.ts',
    edited: (text, { service, noun, Noun }) => {
      const lines = [
        `import { messages as ${noun} } from '@saga-lab/${service}/entry-points/messages';\n`,
        `import { projections as of${Noun}s } from '@saga-lab/${service}/component';\n`,
      ];
      const imported = before(text, 'import type { Decider, NewEvent }', lines.join(''));
      const shown = behind(
        imported,
        "  'inventory-service': ofInventory,\n",
        `  '${service}': of${Noun}s,\n`,
      );
      const last =
        "  'inventory-service': (settings) => inventory({ ...waitDefaults, ...settings }).decider,\n";
      return behind(shown, last, `  '${service}': () => ${noun}.decider,\n`);
    },
  },
  {
    file: 'lab/src/explorer/orders/services.ts',
    edited: (text, { service, noun }) => {
      const line = `import { messages as ${noun} } from '@saga-lab/${service}/entry-points/messages';\n`;
      const imported = before(text, 'import type { NewEvent }', line);
      return behind(imported, "  'inventory-service': inventory(),\n", `  '${service}': ${noun},\n`);
    },
  },
  {
    file: 'lab/src/simulator/services.ts',
    edited: (text, { service, noun }) => {
      const lines = [
        `import * as ${noun} from '@saga-lab/${service}/component';\n`,
        `import { routes as ${noun}Routes } from '@saga-lab/${service}/entry-points/http';\n`,
      ];
      const imported = before(text, 'import type { RouteContext }', lines.join(''));
      const last =
        '    made({ component: inventory.component(settings.orders, ports, create), routes: inventoryRoutes }),\n';
      const maker = `made({ component: ${noun}.component(settings.orders, ports, create), routes: ${noun}Routes })`;
      return behind(imported, last, `  '${service}': ({ settings, ports, create }) =>\n    ${maker},\n`);
    },
  },
];

/** The first port behind those that are given already. */
const freePort = (text: string): number =>
  Math.max(...[...text.matchAll(/80\d\d/g)].map(Number).filter((port) => port !== 8080)) + 1;

/** Where all addresses of a system are named in one line. */
const addressed = (text: string, service: string, port: number): string =>
  behind(text, 'inventory-service=http://127.0.0.1:8083,', `${service}=http://127.0.0.1:${port},`);

/** What containers and the settings need. */
const containers: readonly Edit[] = [
  {
    file: '.env.example',
    edited: (text, { constant, service }) => {
      const last = /^# SAGA_ORCHESTRATOR_PORT=\d+\n/m.exec(text)?.[0] ?? '# SAGA_ORCHESTRATOR_PORT';
      const ported = behind(text, last, `# ${constant}_PORT=${freePort(text)}\n`);
      return addressed(ported, service, freePort(text));
    },
  },
  {
    file: 'docs/operations.md',
    edited: (text, { service }) => addressed(text, service, freePort(text)),
  },
  { file: 'Dockerfile', edited: (text, { service }) => likeTheModel(text, service) },
  {
    file: 'docker-compose.yml',
    edited: (text, { service }) => {
      const more = likeTheModel(text, service);
      const own = more.indexOf(`\n  ${service}:\n    <<: *service`);
      return (
        more.slice(0, own) + more.slice(own).replace(/127\.0\.0\.1:\d+:/, `127.0.0.1:${freePort(text)}:`)
      );
    },
  },
];

export const edits: readonly Edit[] = [...code, ...containers];
