// The proxies that users name for all programs of a machine.
import { z } from 'zod';

const proxy = (what: string) => z.string().optional().describe(what);

/** Small letters count before capitals. */
export const proxySettings = {
  HTTP_PROXY: proxy('Proxy for http:// addresses outside of this machine, such as that of the spans'),
  HTTPS_PROXY: proxy('The same for https://'),
  ALL_PROXY: proxy('The same for both, where one of them is left out'),
  NO_PROXY: proxy('Hosts that are reached without a proxy, with commas between'),
  http_proxy: proxy('HTTP_PROXY'),
  https_proxy: proxy('HTTPS_PROXY'),
  all_proxy: proxy('ALL_PROXY'),
  no_proxy: proxy('NO_PROXY'),
};
