import { expect } from 'chai';
import { underDocker } from './page.ts';

describe('What the page says to type under Docker', () => {
  it('is how to start it, how to get in, and what to play there', () => {
    const { up, access, play } = underDocker();
    expect(up).to.equal('docker compose up');
    expect(access).to.match(
      /^export ADMIN_TOKEN=\$\(docker compose exec .*\nexport SAGA_LAB_SYSTEM=order-service=http/,
    );
    expect(play.split('\n')).to.deep.equal(['npm run scenario -- happy-path', 'npm run lab -- status']);
  });
});
