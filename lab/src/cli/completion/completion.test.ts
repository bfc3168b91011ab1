import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { program } from '../program.ts';
import { scriptFor, shells } from './scripts.ts';
import { verbTree } from './tree.ts';

const tree = verbTree(program({ print: () => Promise.resolve(), say: () => undefined }));
const verbs = tree.filter(({ path }) => path !== '').map(({ path }) => path);

/** What bash offers behind these words. */
const offered = (...words: readonly string[]): readonly string[] => {
  const typed = ['lab', ...words].map((word) => `'${word}'`).join(' ');
  const script = [
    scriptFor('bash', tree, '/a folder'),
    `COMP_WORDS=(${typed}) COMP_CWORD=${words.length}`,
    '_lab',
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n');
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
};

describe('Completion', () => {
  it('offers verbs, then what may follow them', () => {
    expect(offered('')).to.include.members(verbs.filter((path) => !path.includes(' ')));
    expect(offered('sa')).to.have.members(['saga', 'sagas']);
    expect(offered('dead-letters', 're')).to.deep.equal(['replay']);
    expect(offered('dead-letters', 'show', '--')).to.include('--json');
    expect(offered('abort', '--rea')).to.deep.equal(['--reason']);
    expect(offered('completion', '')).to.include.members([...shells]);
  });

  it('offers the values of an option that has a list of them', () => {
    expect(offered('sagas', '--status', 'COMP')).to.deep.equal(['COMPENSATING', 'COMPLETED', 'COMPENSATED']);
  });

  for (const shell of shells)
    it(`knows every verb and every option in ${shell}`, () => {
      const script = scriptFor(shell, tree, '/a folder');
      for (const { path, options } of tree) {
        for (const word of path.split(' ')) expect(script).to.include(word);
        for (const { flag } of options)
          expect(script).to.include(shell === 'fish' ? `-l ${flag.slice(2)} ` : flag);
      }
    });

  it('leaves the words that zsh has typed to zsh', () => {
    expect(scriptFor('zsh', tree, '/a folder')).not.to.match(/\blocal\b.*\bwords\b/);
  });

  it('survives a checkout with an apostrophe and a space in its path', () => {
    const script = scriptFor('bash', tree, "/it's here");
    const body = execFileSync('bash', ['-c', `${script}\ndeclare -f lab`], { encoding: 'utf8' });
    expect(body).to.include(`--prefix '/it'\\''s here'`);
  });

  it('every verb has a description and an example', () => {
    const help = (path: string) =>
      path
        .split(' ')
        .reduce<ReturnType<typeof program> | undefined>(
          (command, name) => command?.commands.find((each) => each.name() === name),
          program({ print: () => Promise.resolve(), say: () => undefined }),
        );
    for (const { path, description } of tree) {
      expect(description, path).not.to.equal('');
      if (path === '') continue;
      let text = '';
      help(path)
        ?.configureOutput({ writeOut: (part) => (text += part) })
        .outputHelp();
      expect(text, path).to.include(`Example: npm run lab -- ${path}`);
    }
  });
});
