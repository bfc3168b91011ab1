// How an HTTP client gets to an address: to this machine always directly, to any other one by the user's proxy, if there is one.
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { BlockList, isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';

/** The variables by which a user names proxies, in either case of letters. */
export type ProxyEnvironment = Readonly<Record<string, unknown>>;

export interface Agents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

/** Agents of their own: the global ones may be set to a proxy, by `NODE_USE_ENV_PROXY` for instance. */
export const agentsFor = (url: string, environment: ProxyEnvironment): Agents => {
  const proxyEnv = isThisMachine(new URL(url).hostname) ? undefined : proxiesIn(environment);
  const options = { keepAlive: true, proxyEnv };
  return { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) };
};

/** Of an address as `URL` writes it, an IPv6 one in brackets. */
export const isThisMachine = (host: string): boolean => {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const names = ['localhost', hostname().toLowerCase()];
  return names.includes(name) || name.endsWith('.localhost') || (isIP(name) > 0 && isOwnAddress(name));
};

const isOwnAddress = (address: string): boolean => {
  const own = new BlockList();
  own.addSubnet('127.0.0.0', 8);
  for (const each of ['0.0.0.0', '::1', '::', ...addressesOfInterfaces()])
    own.addAddress(each, familyOf(each));
  return own.check(address, familyOf(address));
};

const addressesOfInterfaces = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address));

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** As Node's agents read them. They do not know `ALL_PROXY`, and small letters count before capitals. */
const proxiesIn = (environment: ProxyEnvironment) => {
  const valueOf = (name: string): string | undefined =>
    [environment[name.toLowerCase()], environment[name]].find(
      (value) => typeof value === 'string' && value !== '',
    ) as string | undefined;
  const all = valueOf('ALL_PROXY');
  return {
    HTTP_PROXY: valueOf('HTTP_PROXY') ?? all,
    HTTPS_PROXY: valueOf('HTTPS_PROXY') ?? all,
    NO_PROXY: valueOf('NO_PROXY'),
  };
};
