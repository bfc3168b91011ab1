// Carries the Dockerfile out without Docker, as far as this one needs it: each stage in an empty folder of its own, from nothing
// but what its COPY lines take. A base image is what is on this machine.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { root } from './compose-file.ts';
import { copyOf, dockerfile } from './dockerfile.ts';
import type { Copy, Instruction } from './dockerfile.ts';

/** Who stands for the user `node` of the image. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

export interface Image {
  /** Its `/`. */
  readonly root: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
}

/** Resolves paths of the build against the folders of its stages. */
export const buildImage = (dir: string, user: User): Image => {
  const stages = new Map<string, Image>();
  let image: Image | undefined;
  for (const { name, instructions } of dockerfile()) {
    const start: Image = { root: join(dir, name), workdir: '/', env: {}, user: 'root' };
    mkdirSync(start.root, { recursive: true });
    image = instructions.reduce((before, each) => step(before, each, { stages, user }), start);
    stages.set(name, image);
  }
  if (!image) throw new Error('The Dockerfile has no stage.');
  execFileSync('chmod', ['-R', 'a-w', join(image.root, image.workdir)]); // nobody's, whoever runs this
  return image;
};

interface Around {
  readonly stages: ReadonlyMap<string, Image>;
  readonly user: User;
}

const step = (image: Image, { word, rest }: Instruction, around: Around): Image => {
  switch (word) {
    case 'WORKDIR':
      mkdirSync(join(image.root, rest), { recursive: true });
      return { ...image, workdir: rest };
    case 'ENV':
      return { ...image, env: { ...image.env, ...variable(rest) } };
    case 'USER':
      return { ...image, user: rest };
    case 'COPY':
      copy(image, copyOf(rest), around.stages);
      return image;
    case 'RUN':
      run(image, rest, around.user);
      return image;
    case 'CMD':
      return image;
    default:
      throw new Error(`The rehearsal does not know ${word} ${rest}.`);
  }
};

const variable = (text: string): Record<string, string> => {
  const [name = '', ...value] = text.split('=');
  return { [name]: value.join('=') };
};

const copy = (image: Image, { from, sources, target }: Copy, stages: ReadonlyMap<string, Image>): void => {
  const context = from === undefined ? root : (stages.get(from)?.root ?? `no stage ${from}`);
  const to = resolve(join(image.root, image.workdir), target);
  for (const source of sources) {
    const path = join(context, source);
    const isFolder = statSync(path).isDirectory();
    const into = isFolder || !target.endsWith('/') ? to : join(to, basename(source));
    const filter = (file: string) => from !== undefined || !isIgnored(relative(root, file));
    cpSync(path, into, { recursive: true, verbatimSymlinks: true, filter });
  }
};

const ignored = readFileSync(join(root, '.dockerignore'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const anywhere = line.startsWith('**/') ? '(^|/)' : '^';
    return new RegExp(
      `${anywhere}${line.replace('**/', '').replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`,
    );
  });

const isIgnored = (path: string): boolean => ignored.some((pattern) => pattern.test(path));

/** Absolute paths are those of the image; its user `node` is the one that rehearses. */
const run = (image: Image, command: string, { uid, gid }: User): void => {
  const here = command.replace(/(?<=\s)\/(?=\w)/g, `${image.root}/`).replaceAll('node:node', `${uid}:${gid}`);
  const { npm_config_local_prefix: _outer, ...env } = process.env;
  execFileSync('sh', ['-c', here], {
    cwd: join(image.root, image.workdir),
    env: { ...env, ...image.env, npm_config_prefer_offline: 'true' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
};
