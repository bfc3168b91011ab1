// Runs before everything else, on whatever Node there is (18 or later), and therefore needs nothing but Node: sees to a Node that is
// new enough for all that follows, and to the npm packages.
import { fileURLToPath } from 'node:url';
import { Interrupted, Missing } from './bootstrap/npm.mjs';
import { prepare } from './bootstrap/prepare.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const say = (line) => process.stderr.write(`${line}\n`);

const { PATH = '', npm_config_loglevel } = process.env;

try {
  const { line } = await prepare({ root, path: PATH, say });
  if (npm_config_loglevel !== 'silent') say(line);
} catch (error) {
  if (error instanceof Interrupted) process.exit(error.exitCode);
  const isKnown = error instanceof Missing || error.syscall; // a full disk, for example, or one that cannot be written to
  if (!isKnown) throw error;
  say(error instanceof Missing ? error.message : `Nothing could be installed here: ${error.message}`);
  process.exit(69);
}
