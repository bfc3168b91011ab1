import { join } from 'node:path';
import { expect } from 'chai';
import { typedPath } from './typed-path.ts';

describe('A path that a person types', () => {
  it('is meant from where npm was called, not from where it runs the script', () => {
    expect(typedPath('facts.jsonl', { INIT_CWD: '/home/ada/notes' })).to.equal('/home/ada/notes/facts.jsonl');
    expect(typedPath('../facts.jsonl', { INIT_CWD: '/home/ada/notes' })).to.equal('/home/ada/facts.jsonl');
  });

  it('is meant from the working directory without npm', () => {
    expect(typedPath('facts.jsonl', {})).to.equal(join(process.cwd(), 'facts.jsonl'));
  });

  it('stays as it is where it begins at the root', () => {
    expect(typedPath('/tmp/facts.jsonl', { INIT_CWD: '/home/ada' })).to.equal('/tmp/facts.jsonl');
  });
});
