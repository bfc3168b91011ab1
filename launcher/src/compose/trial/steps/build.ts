// The image is built from the Dockerfile as it stands, and holds nothing but what runs in it.
import { APART } from '../docker.ts';
import type { Docker } from '../docker.ts';
import { must } from './step.ts';
import type { Step } from './step.ts';

const IMAGE = 'saga-lab';
const HOLDS = ['node_modules/tsx', 'order-service/src/main.ts', 'launcher/src/compose/secrets.ts'];
const LACKS = [
  'node_modules/mocha',
  'e2e',
  'lab',
  'launcher/src/compose/secrets.test.ts',
  'launcher/src/compose/trial',
];

interface Config {
  readonly User: string;
  readonly WorkingDir: string;
  readonly Env: readonly string[];
}

export const build: Step = {
  name: 'the image is built, and its user owns nothing in it',
  take: async ({ system }) => {
    await system.during('Building the image (about a minute)', system.compose('build', 'secrets'));
    const output = await system.docker('image', 'inspect', '--format', '{{json .Config}}', IMAGE);
    const { User, WorkingDir, Env } = JSON.parse(output) as Config;
    must(
      User === 'node' && WorkingDir === '/lab',
      `It runs as ${User} in ${WorkingDir}, not as node in /lab.`,
    );
    must(Env.includes('NODE_ENV=production'), 'NODE_ENV is not production in it.');
    for (const path of HOLDS) must(await inside(system, 'test', '-e', path), `${path} is not in it.`);
    for (const path of LACKS) must(!(await inside(system, 'test', '-e', path)), `${path} is in it.`);
    const writable = 'test -z "$(find /lab -writable ! -type l -print -quit)"';
    must(await inside(system, 'sh', '-c', writable), 'Something under /lab can be changed by its user.');
    return `user ${User}, nothing under ${WorkingDir} is his to change`;
  },
};

const inside = ({ docker }: Docker, ...command: readonly string[]): Promise<boolean> =>
  docker('run', '--rm', '--network', 'none', ...APART, IMAGE, ...command).then(
    () => true,
    () => false,
  );
