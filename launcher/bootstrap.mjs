// Runs before everything else and therefore needs nothing but Node: installs the npm packages if they are missing or old.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { nodeTrouble, packagesTrouble } from './requirements.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const say = (line) => process.stderr.write(`${line}\n`);

const stop = (line) => {
  say(line);
  process.exit(69);
};

const tooOld = nodeTrouble();
if (tooOld) stop(tooOld);
const reason = packagesTrouble();
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
