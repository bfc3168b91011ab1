// Runs before everything else and therefore needs nothing but Node: installs the npm packages if they are missing or old.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const say = (line) => process.stderr.write(`${line}\n`);

const stop = (line) => {
  say(line);
  process.exit(69);
};

const checkNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(
    `Node ${process.versions.node} is too old: Saga Lab needs 20.19 or newer. Install it, for example: nvm install 20`,
  );
};

const packagesIn = (file) => {
  try {
    return JSON.parse(readFileSync(`${root}${file}`, 'utf8')).packages;
  } catch {
    return undefined;
  }
};

/** Compares contents, not times: a checkout touches the lock file without changing it. */
const reasonToInstall = () => {
  const installed = packagesIn('node_modules/.package-lock.json');
  if (!installed) return 'they are not installed yet';
  const wanted = Object.entries(packagesIn('package-lock.json') ?? {});
  const old = wanted.find(
    ([path, { version, optional }]) =>
      path !== '' && (installed[path] ? installed[path].version !== version : !optional),
  );
  return old && `${old[0].replace(/^.*node_modules\//, '')} is missing or older than package-lock.json says`;
};

checkNode();
const reason = reasonToInstall();
if (reason) {
  say(`Installing npm packages, because ${reason} (npm ci, about a minute) ...`);
  // npm's output goes to stderr: stdout is for data only.
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0)
    stop('The npm packages could not be installed (see above). Check the network, then type: npm ci');
}
