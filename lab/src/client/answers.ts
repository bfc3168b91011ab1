// What the answers of the services are read with: a refusal is an error, 404 may be an answer, a list has pages.
import type { ServiceName } from '@saga-lab/contracts/services';
import type { Ask, HttpRequest } from './request.ts';
import { Refused } from './request.ts';

/** Items of one page of a list. */
export const PAGE = 100;

/** Every function rejects with `Refused` when the answer is not the one that is asked for. */
export const answersOf = (ask: Ask) => {
  const must = async (service: ServiceName, asked: HttpRequest): Promise<unknown> => {
    const answer = await ask(service, asked);
    if (answer.status < 300) return answer.body;
    throw new Refused(`${asked.method.toUpperCase()} ${asked.path} of ${service}`, answer);
  };
  const get = async <T>(service: ServiceName, path: string) =>
    (await must(service, { method: 'get', path })) as T;
  const find = async <T>(service: ServiceName, path: string): Promise<T | undefined> => {
    const answer = await ask(service, { method: 'get', path });
    if (answer.status === 404) return undefined;
    if (answer.status < 300) return answer.body as T;
    throw new Refused(`GET ${path} of ${service}`, answer);
  };

  /** All items of a paged list, oldest first. */
  const all = async <T>(service: ServiceName, path: string, filter = ''): Promise<readonly T[]> => {
    const items: T[] = [];
    for (let after = ''; ;) {
      const query = `limit=${PAGE}${filter}${after && `&after=${encodeURIComponent(after)}`}`;
      const page = await get<{ items: T[]; next?: string | null }>(service, `${path}?${query}`);
      items.push(...page.items);
      if (!page.next || page.items.length < PAGE) return items;
      after = page.next;
    }
  };

  return { must, get, find, all };
};
export type Answers = ReturnType<typeof answersOf>;
