// What docs/operations.md says to type, and what must come of it.
import { fileURLToPath } from 'node:url';
import { underDocker } from '../page.ts';
import { adminToken, brokerUrl, expectEnd, typed } from '../trial-system.ts';
import { must } from './step.ts';
import type { Step } from './step.ts';

const fence = fileURLToPath(new URL('./fence.mjs', import.meta.url));
/** Codes of MongoDB, of a read and a write: there is no right in another's database, and no such user at another's server. */
const REFUSED = '[[13,13],[18,18],[13,13]]';

export const ownDatabaseOnly: Step = {
  name: 'a service may read and write in its own database only',
  take: async ({ system }) => {
    const node = ['docker', 'compose', 'exec', '-T', 'order-service', 'node', '--input-type=module', '-'];
    const codes = await system.commands.done(node, { env: system.env, input: fence });
    must(codes === REFUSED, `The answers were ${codes}, not ${REFUSED}.`);
    return `refused elsewhere with ${codes}`;
  },
};

export const byTheWords: Step = {
  name: 'scenarios play on it by the words of docs/operations.md',
  take: async ({ system }) => {
    const { play } = underDocker();
    const played = await system.during(play.split('\n').join('; '), typed(system, play));
    expectEnd(played, 0, 'Playing on the system at SAGA_LAB_SYSTEM.', 'parts are ready');
    must(!played.output.includes(await adminToken(system)), 'The token is on the screen.');
    expectEnd(await typed(system, 'npm run scenario -- payment-declined'), 0);
    return `${play.split('\n').join('; ')}; npm run scenario -- payment-declined`;
  },
};

const POISON = 'npm run scenario -- poison-message';

export const brokerDoor: Step = {
  name: 'a scenario that needs the broker itself says so, and plays where it can be reached',
  take: async ({ system }) => {
    const url = await brokerUrl(system);
    const refused = await typed(system, POISON);
    expectEnd(refused, 69, 'poison-message cannot play here: it needs the broker itself');
    expectEnd(await system.during(POISON, typed(system, POISON, url)), 0);
    const status = await typed(system, 'npm run lab -- status', url);
    expectEnd(status, 0, 'All 5 parts are ready');
    must(!status.output.includes(url), 'The password of the broker is on the screen.');
    return 'poison-message: first 69, then 0; all 5 parts are ready';
  },
};

export const addsUp: Step = {
  name: 'everything adds up',
  take: async ({ system }) => {
    const checked = await system.during('npm run lab -- check', typed(system, 'npm run lab -- check'));
    expectEnd(checked, 0);
    const held = checked.stdout.split('\n').filter((line) => line.startsWith('(/) I-'));
    must(held.length >= 12, `Only ${held.length} invariants are told:\n${checked.output}`);
    return `${held.length} invariants hold`;
  },
};
