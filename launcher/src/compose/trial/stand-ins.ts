// Base images made here, for machines that reach no registry of images: from Debian's packages, npm's, and the launcher's mongod.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installMongod, mongodProgram } from '../../databases/mongod-program.ts';
import { programPath } from '../../processes/programs.ts';
import { root } from './commands.ts';
import type { Docker } from './docker.ts';
import { install } from './packages.ts';
import type { Workshop } from './workshop.ts';

const sources = fileURLToPath(new URL('./stand-ins', import.meta.url));
const REPOSITORY = 'saga-lab-stand-in';
const BASE = `${REPOSITORY}:debian`;
const NPM = 'npm@11';
const CERTIFICATES = 'etc/ssl/certs/ca-certificates.crt';

export type Kind = 'node' | 'mongo' | 'rabbitmq';

/** How each tells what it really is. */
const versions: Readonly<Record<Kind, { readonly label: string; readonly command: readonly string[] }>> = {
  node: { label: 'Node', command: ['node', '--version'] },
  mongo: { label: 'MongoDB', command: ['mongod', '--version'] },
  rabbitmq: { label: 'RabbitMQ', command: ['dpkg-query', '-W', '-f', '${Version}', 'rabbitmq-server'] },
};

/** `mongo` of `mongo:7.0`. */
export const kindOf = (image: string): Kind | undefined =>
  (Object.keys(versions) as Kind[]).find((kind) => image.split(':')[0]?.split('/').at(-1) === kind);

export const isStandIn = async ({ docker }: Docker, image: string): Promise<boolean> =>
  (await docker('image', 'inspect', '--format', `{{index .Config.Labels "${REPOSITORY}"}}`, image)) !== '';

/** Makes it unless it is there, under the name that is wanted. Resolves with what it really is. */
export const standIn = async (
  workshop: Workshop,
  docker: Docker,
  { image, kind, nodeImage }: { readonly image: string; readonly kind: Kind; readonly nodeImage: string },
): Promise<string> => {
  const made = `${REPOSITORY}:${kind}-${fingerprint(nodeImage)}`;
  if ((await docker.docker('images', '--quiet', made)) === '') {
    await provideBase(workshop, docker);
    await provideParts(workshop, nodeImage);
    const building = build(workshop, docker, kind);
    await workshop.during(`Making a stand-in for ${image}`, building);
    await docker.docker('tag', `${REPOSITORY}:${kind}`, made);
  }
  await docker.docker('tag', made, image);
  const { label, command } = versions[kind];
  const output = await docker.docker(
    'run',
    '--rm',
    '--network',
    'none',
    '--entrypoint',
    '',
    image,
    ...command,
  );
  return `${label} ${/\d+\.\d+\.\d+/.exec(output)?.[0] ?? output}`;
};

/** Of all that a stand-in is made from; so a changed one is made again. */
const fingerprint = (nodeImage: string): string => {
  const hash = createHash('sha256').update(nodeImage);
  const files = readdirSync(sources, { recursive: true, withFileTypes: true }).filter((each) =>
    each.isFile(),
  );
  for (const { parentPath, name } of files) hash.update(readFileSync(join(parentPath, name)));
  return hash.digest('hex').slice(0, 12);
};

/** Debian, with the certificates that this machine trusts. */
const provideBase = async (workshop: Workshop, { docker, env }: Docker): Promise<void> => {
  if ((await docker('images', '--quiet', BASE)) !== '') return;
  const { dir, commands, during } = workshop;
  if (programPath('debootstrap') === undefined)
    await install(workshop, 'debootstrap', 'debian-archive-keyring');
  const rootDir = join(dir, 'debian');
  rmSync(rootDir, { recursive: true, force: true });
  const debootstrap = ['debootstrap', '--variant=minbase', '--include=libatomic1', 'bookworm', rootDir];
  await during('Making a Debian to stand on (about half a minute)', commands.done(debootstrap));
  mkdirSync(join(rootDir, 'etc/ssl/certs'), { recursive: true });
  copyFileSync(`/${CERTIFICATES}`, join(rootDir, CERTIFICATES));
  const pack = `tar -C "$1" -c . | docker import - ${BASE}`;
  await commands.done(['sh', '-c', pack, 'sh', rootDir], { env });
  rmSync(rootDir, { recursive: true });
};

/** What goes into them, beside the files that say how; once for all of them. */
const provideParts = async (workshop: Workshop, nodeImage: string): Promise<void> => {
  const parts = partsIn(workshop);
  if (existsSync(parts)) return;
  cpSync(sources, parts, { recursive: true });
  const major = /:(\d+)/.exec(nodeImage)?.[1] ?? '';
  const packages = { node: `node-${process.platform}-${process.arch}@${major}`, npm: NPM };
  for (const [name, spec] of Object.entries(packages)) {
    const printed = await workshop.commands.done(['npm', 'pack', spec], { cwd: join(parts, 'node') });
    const file = printed.split('\n').at(-1) ?? '';
    renameSync(join(parts, 'node', file), join(parts, 'node', `${name}.tgz`));
  }
  const where = { cacheDir: join(root, '.data', 'cache'), log: () => undefined };
  const mongod = mongodProgram(where) ?? (await installMongod(where));
  if (mongod === undefined) throw new Error('There is no mongod here, and none can be installed.');
  copyFileSync(mongod, join(parts, 'mongo', 'mongod'));
};

/** They are large, and the images hold them now. */
export const removeParts = (workshop: Workshop): void => {
  rmSync(partsIn(workshop), { recursive: true, force: true });
};

const partsIn = ({ dir }: Workshop): string => join(dir, 'stand-ins');

/** That of the databases brings its shell, which runs on Node. */
const build = async (workshop: Workshop, { env }: Docker, kind: Kind): Promise<void> => {
  const file = join(partsIn(workshop), 'compose.yml');
  const only = { ...env, COMPOSE_FILE: file, COMPOSE_PROJECT_NAME: REPOSITORY };
  for (const each of kind === 'mongo' ? ['node', kind] : [kind])
    await workshop.commands.done(['docker', 'compose', 'build', each], { env: only });
};

/** Nobody else must take them for the real ones, nor what was built on them; whatever of it there is. */
export const removeStandIns = async ({ docker }: Docker, images: readonly string[]): Promise<void> => {
  const output = await docker('images', '--format', '{{.Repository}}:{{.Tag}}');
  const isOurs = (name: string) => images.includes(name) || name.startsWith(`${REPOSITORY}:`);
  const all = output.split('\n').filter(isOurs);
  if (all.length > 0) await docker('rmi', '--force', ...all);
};
