// Which Node runs the lab: the machine's own, if it is new enough, otherwise the one that npm brings.
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';
import { majorOf } from './requirements.mjs';

const realOf = (path) => {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
};

const versionOf = (program) => {
  if (realOf(program) === realOf(process.execPath)) return process.versions.node;
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return /^v(\d+\.\d+\.\d+\S*)/.exec(stdout ?? '')?.[1];
};

/** The folders of a PATH, without those in which `node` is the one that npm brought into `fetchedDir`. */
const ownFolders = (path, fetchedDir) => {
  const fetched = `${realOf(fetchedDir) ?? fetchedDir}${sep}`;
  return path
    .split(delimiter)
    .filter((folder) => folder !== '' && !realOf(join(folder, 'node'))?.startsWith(fetched));
};

/**
 * The machine's own Node: the first in the PATH, except for the one in `fetchedDir`, which stands before it in npm scripts.
 * With it the PATH in which it is the first.
 */
export const ownNode = (path, fetchedDir) => {
  const folders = ownFolders(path, fetchedDir);
  for (const folder of folders) {
    const version = versionOf(join(folder, 'node'));
    if (version) return { version, path: folders.join(delimiter) };
  }
  return { version: undefined, path };
};

/** Which version runs, from where, and one line that says it and why. */
export const chooseNode = (own, { oldest, version }) => {
  if (own === undefined) return fromNpm(version, 'this machine has none of its own in the PATH');
  if (majorOf(own) < oldest)
    return fromNpm(version, `this machine's own is ${own} and the lab needs ${oldest} or newer`);
  const tested = [oldest, majorOf(version)];
  const remark = tested.includes(majorOf(own)) ? '' : `; the lab is tested on ${tested.join(' and ')}`;
  return { source: 'machine', version: own, line: `Node ${own}: this machine's own${remark}` };
};

const fromNpm = (version, why) => ({
  source: 'npm',
  version,
  why,
  line: `Node ${version}: from npm, because ${why}`,
});
