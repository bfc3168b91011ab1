// What must be there before anything else can run; needs nothing but Node. Used by bootstrap.mjs and by `npm run lab -- doctor`.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

const jsonIn = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** The oldest major version of Node that `engines` in package.json allows, and the Node that npm can bring. */
export const wantedNode = (dir = root) => ({
  oldest: Number(/^>=(\d+)/.exec(jsonIn(`${dir}package.json`).engines.node)[1]),
  ...jsonIn(`${dir}launcher/node.json`),
});

export const majorOf = (version) => Number(version.split('.')[0]);

/** Why this Node cannot be used; `undefined` if it can. */
export const nodeTrouble = (version = process.versions.node, { oldest, version: newest } = wantedNode()) =>
  majorOf(version) >= oldest
    ? undefined
    : `Node ${version} is too old: Saga Lab needs ${oldest} or newer. npm start, npm test and all the other npm scripts get one by themselves; to have your own: nvm install ${majorOf(newest)}`;

const packagesIn = (file) => {
  try {
    return jsonIn(file).packages;
  } catch {
    return undefined;
  }
};

/** `os` or `cpu` of a package: one value or several, those that will do or, with a `!`, those that will not. */
const allows = (wanted, value) => {
  if (wanted === undefined) return true;
  const values = [wanted].flat();
  return values.some((each) => each[0] === '!') ? !values.includes(`!${value}`) : values.includes(value);
};

/** Those for other kinds of machines are optional, and npm leaves them out. */
const isForHere = ({ os, cpu }) => allows(os, process.platform) && allows(cpu, process.arch);

/** Why the npm packages must be installed; `undefined` if they need not. Compares contents, not times: a checkout touches the lock file without changing it. */
export const packagesTrouble = (dir = root) => {
  const installed = packagesIn(`${dir}node_modules/.package-lock.json`);
  if (!installed) return 'they are not installed yet';
  const wanted = Object.entries(packagesIn(`${dir}package-lock.json`) ?? {});
  const isOld = ([path, entry]) =>
    installed[path] ? installed[path].version !== entry.version : !entry.optional || isForHere(entry);
  const old = wanted.find((each) => each[0] !== '' && isOld(each));
  return old && `${old[0].replace(/^.*node_modules\//, '')} is missing or older than package-lock.json says`;
};
