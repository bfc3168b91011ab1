import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes, ExitError } from '@saga-lab/launcher/command/exit-codes';
import { expect } from 'chai';
import { loadCatalogue } from './catalogue.ts';

describe('The catalogue of scenarios', () => {
  it('gives every scenario a name of its own that can be typed', async () => {
    const names = (await loadCatalogue()).map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
    for (const name of names) expect(name).to.match(/^[a-z]+(-[a-z]+)*$/);
  });

  it('begins with the saga as it is meant to go', async () => {
    const [first] = await loadCatalogue();
    expect(first).to.include({ name: 'happy-path', chapter: 'orders' });
  });

  it('lets every service be killed', async () => {
    const names = (await loadCatalogue()).map(({ name }) => name);
    expect(names.filter((name) => /^killed-/.test(name))).to.deep.equal([
      'killed-order-service',
      'killed-payment-service',
      'killed-inventory-service',
      'killed-saga-orchestrator',
    ]);
  });

  it('puts those that kill behind all others, which may share one system before', async () => {
    const shared = (await loadCatalogue()).map(({ needs }) =>
      Object.keys(needs).every((n) => n === 'broker' || n === 'alone'),
    );
    expect(shared.lastIndexOf(true)).to.be.lessThan(shared.indexOf(false));
  });
});

describe('A folder of scenarios', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'saga-lab-scenarios-'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const add = (file: string, text: string) => {
    writeFileSync(join(folder, file), text);
  };
  const one = (fields: string) => `export default { sentence: 'A try.', play: async () => {}, ${fields} };`;
  const names = async () => (await loadCatalogue(folder)).map(({ name }) => name);

  it('has a new scenario as soon as its file is there, and nothing else is changed', async () => {
    add('old-one.ts', one("chapter: 'orders'"));
    expect(await names()).to.deep.equal(['old-one']);
    add('new-one.ts', one("chapter: 'requests', needs: { instances: 2 }"));
    const [, added] = await loadCatalogue(folder);
    expect(added).to.deep.include({
      name: 'new-one',
      chapter: 'requests',
      sentence: 'A try.',
      needs: { instances: 2 },
    });
  });

  it('is read by chapter, by position, and those without a position last', async () => {
    add('a.ts', one("chapter: 'clocks', position: 1"));
    add('b.ts', one("chapter: 'orders'"));
    add('c.ts', one("chapter: 'orders', position: 2"));
    add('d.ts', one("chapter: 'orders', position: 1"));
    expect(await names()).to.deep.equal(['d', 'c', 'b', 'a']);
  });

  it('keeps the scenarios of one file in the order of its list', async () => {
    const of = (name: string) =>
      `{ name: '${name}', chapter: 'load', sentence: 'A try.', play: async () => {} }`;
    add('several.ts', `export default [${of('second')}, ${of('first')}];`);
    expect(await names()).to.deep.equal(['second', 'first']);
  });

  it('may have tests beside the scenarios', async () => {
    add('one.ts', one("chapter: 'orders'"));
    add('one.test.ts', "throw new Error('is no scenario');");
    expect(await names()).to.deep.equal(['one']);
  });

  const refused: readonly (readonly [what: string, text: string, words: string])[] = [
    ['exports nothing', 'export const x = 1;', 'it has no default export'],
    ['exports something else', 'export default 7;', 'its default export is no scenario'],
    ['exports an empty list', 'export default [];', 'its list of scenarios is empty'],
    ['does not load', "throw new Error('no such door');", 'it cannot be loaded (no such door)'],
    ['names no chapter', one(''), 'its chapter must be one of: orders, '],
    ['names an unknown chapter', one("chapter: 'cooking'"), 'its chapter must be one of: orders, '],
    ['has no sentence', one("chapter: 'orders', sentence: ' '"), 'it has no sentence'],
    ['has nothing to play', one("chapter: 'orders', play: 1"), 'it has no function "play"'],
    [
      'has an unknown need',
      one("chapter: 'orders', needs: { luck: 1 }"),
      'it needs "luck", which is none of: broker, ',
    ],
    ['has needs in prose', one("chapter: 'orders', needs: 'a wide door'"), 'its needs must be data'],
    ['names its only scenario', one("chapter: 'orders', name: 'x'"), 'it must not have a name'],
    ['has a list without names', `export default [{ chapter: 'orders' }];`, 'of a list needs a name'],
    [
      'has one name twice',
      `const one = { name: 'twin', chapter: 'orders', sentence: 'A try.', play: async () => {} };
       export default [one, one];`,
      'two scenarios are called twin',
    ],
  ];
  for (const [what, text, words] of refused)
    it(`is refused with the name of a file that ${what}`, async () => {
      add('odd-one.ts', text);
      const error = await loadCatalogue(folder).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(ExitError).with.property('exitCode', exitCodes.configuration);
      const { message } = error as ExitError;
      expect(message).to.match(/^e2e\/scenarios\/odd-one\.ts: /);
      expect(message).to.include(words).and.to.include('see happy-path.ts');
    });

  it('is refused when two of its files have a scenario of one name', async () => {
    add(
      'a.ts',
      `export default [{ name: 'b', chapter: 'orders', sentence: 'A try.', play: async () => {} }];`,
    );
    add('b.ts', one("chapter: 'orders'"));
    const error = await loadCatalogue(folder).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(ExitError);
    expect((error as ExitError).message).to.include('e2e/scenarios/b.ts: a.ts has a scenario b, too');
  });
});
