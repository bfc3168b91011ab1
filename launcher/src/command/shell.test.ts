import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { isPlain, quoted } from './shell.ts';

const odd = [
  "/it's",
  '/a b',
  '/#1',
  '/Käse',
  '/a$HOME',
  '/a(1)',
  '/日本',
  '/a"b',
  '/a\\b',
  '/a;b',
  '/a\nb',
  '/a*',
  '~',
  '',
  '!',
];

describe('Text for a shell', () => {
  it('is plain if no shell, configuration or Latin-1 program takes anything of it for something else', () => {
    expect(['/home/ada/saga-lab/.data', '/a_b/c-1.2+3@x'].map(isPlain)).to.deep.equal([true, true]);
    expect(odd.filter(isPlain)).to.deep.equal([]);
  });

  it('is one word and the same text again once the shell has read it; plain text has no quotes', () => {
    const read = odd.map((text) =>
      execFileSync('bash', ['-c', `printf %s ${quoted(text)}`], { encoding: 'utf8' }),
    );
    expect(read).to.deep.equal(odd);
    expect(quoted('/home/ada/.data')).to.equal('/home/ada/.data');
  });
});
