// Makes a fresh clone ready to run: a Node that is new enough and the npm packages. Installs only what is missing or old.
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseNode, ownNode } from './choose-node.mjs';
import { fetchNode, isFetched, link, programIn, unlink } from './fetched-node.mjs';
import { holdingLock } from './lock.mjs';
import { Missing, npmCi } from './npm.mjs';
import { packagesTrouble, wantedNode } from './requirements.mjs';

const here = fileURLToPath(new URL('../..', import.meta.url));

const nodeDirOf = (root) => join(root, '.data/cache/node');

const choice = (root, path) => {
  const [nodeDir, wanted] = [nodeDirOf(root), wantedNode(root)];
  const own = ownNode(path, nodeDir);
  return { nodeDir, wanted, own, chosen: chooseNode(own.version, wanted) };
};

/** Which Node the npm scripts of this checkout run on, and why; nothing is installed to find out. */
export const runningNode = (path) => choice(here, path).chosen;

const installNode = async ({ nodeDir, wanted, chosen, own, say }) => {
  say(`Fetching Node ${chosen.version} from npm (once, about 60 MB), because ${chosen.why} ...`);
  await fetchNode(nodeDir, wanted, own.path);
};

/** On the Node that will run them: npm leaves out optional packages that do not want the Node on which it runs itself. */
const installPackages = async ({ root, nodeDir, wanted, chosen, own, say }, reason) => {
  say(`Installing npm packages, because ${reason} (npm ci, about a minute) ...`);
  const first = chosen.source === 'npm' ? [dirname(programIn(nodeDir, wanted))] : [];
  if (await npmCi({ cwd: root, path: [...first, own.path].join(delimiter) })) return;
  throw new Missing(
    'The npm packages could not be installed (see above). Check the network, then type: npm ci',
  );
};

/** What is missing, as work to do. Asked twice: before the lock, and with it, when another command may have done it. */
const missingParts = (place) => {
  const { root, nodeDir, wanted, chosen } = place;
  const reason = packagesTrouble(root);
  return [
    ...(chosen.source === 'npm' && !isFetched(nodeDir, wanted) ? [() => installNode(place)] : []),
    ...(reason ? [() => installPackages(place, reason)] : []),
  ];
};

const installAll = async (place) => {
  for (const install of missingParts(place)) await install();
};

/**
 * `root` ends with a slash; `path` is the PATH. Answers with the Node that npm scripts run on from now on.
 * @throws Missing if something cannot be had, Interrupted
 */
export const prepare = async ({ root, path, say }) => {
  const place = { root, say, ...choice(root, path) };
  const { nodeDir, wanted, chosen } = place;
  const onWait = () => {
    say('Another command is installing here already; waiting for it ...');
  };
  if (missingParts(place).length > 0)
    await holdingLock(join(root, '.data/cache/installing.lock'), () => installAll(place), { onWait });
  if (chosen.source === 'npm') link(root, programIn(nodeDir, wanted));
  else unlink(root, nodeDir);
  return chosen;
};
