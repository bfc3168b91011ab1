// What must be there before anything else can run; needs nothing but Node. Used by bootstrap.mjs and by `npm run lab -- doctor`.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Why this Node cannot be used; `undefined` if it can. */
export const nodeTrouble = (version = process.versions.node) => {
  const [major, minor] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return undefined;
  return `Node ${version} is too old: Saga Lab needs 20.19 or newer. Install it, for example: nvm install 20`;
};

const packagesIn = (dir, file) => {
  try {
    return JSON.parse(readFileSync(`${dir}${file}`, 'utf8')).packages;
  } catch {
    return undefined;
  }
};

/** Why the npm packages must be installed; `undefined` if they need not. Compares contents, not times: a checkout touches the lock file without changing it. */
export const packagesTrouble = (dir = root) => {
  const installed = packagesIn(dir, 'node_modules/.package-lock.json');
  if (!installed) return 'they are not installed yet';
  const wanted = Object.entries(packagesIn(dir, 'package-lock.json') ?? {});
  const old = wanted.find(
    ([path, { version, optional }]) =>
      path !== '' && (installed[path] ? installed[path].version !== version : !optional),
  );
  return old && `${old[0].replace(/^.*node_modules\//, '')} is missing or older than package-lock.json says`;
};
