// A system that no launcher of this machine runs, docker compose for instance: addresses and token come from the environment.
import { serviceNames } from '@saga-lab/contracts/services';
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Environment } from '@saga-lab/platform/service/config';
import { givenToken } from '../settings/admin-token.ts';
import type { Access } from './access.ts';
import { exitCodes, ExitError } from '../command/exit-codes.ts';

export interface AttachedSystem extends Access {
  /** Left out where the broker lets nobody in from outside. */
  readonly broker?: { readonly e2eUrl: string };
}

/** `undefined` unless SAGA_LAB_SYSTEM is set. @throws ExitError 78 that says which setting is missing or wrong. */
export const attachedSystem = (env: Environment = process.env): AttachedSystem | undefined => {
  const given = env['SAGA_LAB_SYSTEM'] ?? '';
  if (given === '') return undefined;
  const adminToken = givenToken(env);
  if (adminToken === undefined)
    throw wrongSetting(
      'ADMIN_TOKEN (or ADMIN_TOKEN_FILE) is missing: the token of the system at SAGA_LAB_SYSTEM',
    );
  const { broker: e2eUrl, ...urls } = addressesIn(given);
  if (e2eUrl !== undefined && !isAddress(e2eUrl, 'amqp'))
    throw wrongSetting('broker in SAGA_LAB_SYSTEM is no amqp:// address');
  return { urls, adminToken, ...(e2eUrl !== undefined && { broker: { e2eUrl } }) };
};

type Addresses = Record<ServiceName, string> & { readonly broker?: string };

const known: readonly string[] = [...serviceNames, 'broker'];

/** `order-service=http://127.0.0.1:8081,payment-service=...`, in any order; `broker=amqp://...` may be among them. */
const addressesIn = (given: string): Addresses => {
  const pairs = given.split(',').map((pair) => /^\s*([^=\s]+)=(\S+?)\/?\s*$/.exec(pair)?.slice(1));
  const addresses = Object.fromEntries(pairs.filter((pair) => pair !== undefined)) as Partial<Addresses>;
  const missing = serviceNames.filter((name) => !isAddress(addresses[name]));
  const unknown = Object.keys(addresses).find((name) => !known.includes(name));
  if (missing.length === 0 && unknown !== undefined)
    throw wrongSetting(`SAGA_LAB_SYSTEM names ${unknown}, which is none of ${known.join(', ')}`);
  if (missing.length === 0) return addresses as Addresses;
  throw wrongSetting(
    `SAGA_LAB_SYSTEM has no http:// address of ${missing.join(', ')}; it reads name=address for each of the four, with commas between`,
  );
};

const isAddress = (text = '', protocol = 'http'): boolean =>
  new RegExp(`^${protocol}s?://`).test(text) && URL.canParse(text);

/** How it is told that a setting about such a system is wrong. */
export const wrongSetting = (what: string): ExitError =>
  new ExitError(
    exitCodes.configuration,
    `${what}. See .env.example, and "Under Docker" in docs/operations.md.`,
  );
