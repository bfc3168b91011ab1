import { expect } from 'chai';
import { InvalidArgumentError } from 'commander';
import { allProtocols, protocolList } from './protocol-list.ts';

describe('Protocols behind an option', () => {
  it('are named with commas between, each once, or are all', () => {
    expect(protocolList('2pc, saga,2pc')).to.deep.equal(['2pc', 'saga']);
    expect(protocolList('all')).to.deep.equal(allProtocols);
    expect(allProtocols.slice(0, 1)).to.deep.equal(['saga']);
    expect(allProtocols).to.include.members(['choreo', 'tcc', '2pc', '3pc']);
  });

  it('are refused where there is none of that name', () => {
    expect(() => protocolList('2pc,4pc')).to.throw(
      InvalidArgumentError,
      'There is no protocol "4pc", only: saga, ',
    );
    expect(() => protocolList('')).to.throw(InvalidArgumentError);
  });
});
