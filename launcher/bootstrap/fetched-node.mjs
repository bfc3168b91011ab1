// The Node that npm brings: one package that holds nothing but the program, checked against the digest in node.json.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Missing, npmCi } from './npm.mjs';

const platform = `${process.platform}-${process.arch}`;

const packageOf = ({ packages }) => packages[platform];

export const programIn = (dir, wanted) => {
  const { name } = packageOf(wanted) ?? {};
  return name && join(dir, 'node_modules', name, 'bin/node');
};

const installedIn = (dir) => {
  try {
    return JSON.parse(readFileSync(join(dir, 'node_modules/.package-lock.json'), 'utf8')).packages;
  } catch {
    return {};
  }
};

/** npm writes its list last: what an interrupted installation left behind does not count. */
export const isFetched = (dir, wanted) => {
  const program = programIn(dir, wanted);
  if (!program || !existsSync(program)) return false;
  return installedIn(dir)[`node_modules/${packageOf(wanted).name}`]?.version === wanted.version;
};

const writeJson = (file, value) => {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
};

/** With a lock file, npm refuses anything that has another digest. */
const describeTo = (dir, { name, integrity }, version) => {
  const self = { name: 'saga-lab-node', private: true, dependencies: { [name]: version } };
  const packages = { '': self, [`node_modules/${name}`]: { version, integrity } };
  mkdirSync(dir, { recursive: true });
  writeJson(join(dir, 'package.json'), self);
  writeJson(join(dir, 'package-lock.json'), {
    name: self.name,
    lockfileVersion: 3,
    requires: true,
    packages,
  });
};

const runs = (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;

/** @throws Missing with what to do instead */
export const fetchNode = async (dir, wanted, path) => {
  const { oldest, version } = wanted;
  const instead = `install Node ${oldest} or newer yourself, for example: nvm install ${version.split('.')[0]}`;
  const wantedPackage = packageOf(wanted);
  if (!wantedPackage) throw new Missing(`npm has no Node for ${platform}; please ${instead}`);
  describeTo(dir, wantedPackage, version);
  if (!(await npmCi({ cwd: dir, path })))
    throw new Missing(
      `Node ${version} could not be fetched (see above). Check the network and type the same command again, or ${instead}`,
    );
  if (runs(programIn(dir, wanted))) return;
  rmSync(join(dir, 'node_modules'), { recursive: true });
  throw new Missing(`The Node ${version} from npm does not run on this machine; please ${instead}`);
};

/** In npm scripts, and for every tool that npm starts, this folder comes first in the PATH. */
const linkIn = (root) => join(root, 'node_modules/.bin/node');

const targetOf = (link) => {
  try {
    return resolve(dirname(link), readlinkSync(link));
  } catch {
    return undefined;
  }
};

/** Makes `node` in npm scripts the given program. */
export const link = (root, program) => {
  const path = linkIn(root);
  if (targetOf(path) === program) return;
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}-${process.pid}`;
  symlinkSync(relative(dirname(path), program), fresh);
  renameSync(fresh, path); // at once: others may start in this moment
};

/** Makes `node` in npm scripts the machine's own again. */
export const unlink = (root, dir) => {
  if (targetOf(linkIn(root))?.startsWith(`${dir}${sep}`)) rmSync(linkIn(root), { force: true });
};
