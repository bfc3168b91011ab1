// Requests that nobody should send get an answer that says what is wrong, and start nothing.
import { serviceNames } from '@saga-lab/launcher/client/documents';
import type { Access } from '@saga-lab/launcher/client/request';
import { sendRaw } from '@saga-lab/platform/testing/http-client';
import { expect } from 'chai';
import { scenario } from '../src/define.ts';
import type { Story } from '../src/story.ts';
import { json, media, text } from '../support/bad-input/bodies.ts';
import type { BadCase, Group, World } from '../support/bad-input/case.ts';
import { administration, headers, keys, pages, paths, tokens } from '../support/bad-input/requests.ts';
import { values } from '../support/bad-input/values.ts';

const groups: readonly Group[] = [
  ...[json, text, media, values, headers, paths, pages],
  ...[keys, tokens, administration],
];

export const badRequests = scenario(
  'bad-requests',
  'Malformed, unknown, too large, too many: 4xx problem details that say what is wrong, and never a saga.',
  async (story) => {
    const world = { customer: story.stranger('nobody'), adminToken: story.access.adminToken };
    const before = await story.lab.sagaCounts();

    for (const group of groups) await plays(story, group, world);

    expect(await story.lab.listedOrders(world.customer)).to.deep.equal([]);
    expect(await story.lab.sagaCounts()).to.deep.equal(before);
    story.sees('there is no order, and no saga more than before');
    for (const service of serviceNames)
      expect(await story.lab.ask(service, { method: 'get', path: '/livez' })).to.include({ status: 200 });
    story.sees('all services are alive');
  },
);

const plays = async ({ access, does, sees }: Story, { theme, cases }: Group, world: World): Promise<void> => {
  const all = cases(world);
  does(`${all.length} requests: ${theme}`);
  const wrong: string[] = [];
  for (const each of all) if (!(await isRefused(access, each))) wrong.push(each.what);
  expect(wrong, 'answered otherwise than they must be').to.deep.equal([]);
  const statuses = [...new Set(all.map(({ status }) => status))].sort((a, b) => a - b);
  sees(`each is answered as it must be: ${statuses.join(', ')}`);
};

const isRefused = async ({ urls }: Access, { service, bytes, status, naming }: BadCase): Promise<boolean> => {
  const answer = await sendRaw(urls[service], bytes);
  const isProblem = /content-type: application\/problem\+json/i.test(answer.head);
  return answer.status === status && isProblem && answer.body.includes(naming);
};
