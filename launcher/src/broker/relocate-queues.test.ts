import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { relocateQueues } from './relocate-queues.ts';

const RELATIVE = '"data/saga-lab@localhost/quorum/saga-lab@localhost"';

/** As RabbitMQ prints it, long strings in pieces. */
const config = (dataDir: string, walDir: string): string =>
  `#{cluster_name => lab_q1,\n  system_config =>\n      #{data_dir => ${dataDir},\n        name => quorum_queues,\n` +
  `        wal_data_dir =>\n            ${walDir},\n        wal_garbage_collect => false}}.\n`;

describe('The queues of a broker that was moved', () => {
  const dir = mkdtempSync(join(tmpdir(), 'saga-lab-relocate-'));
  const queue = join(dir, 'data', 'saga-lab@localhost', 'quorum', 'saga-lab@localhost', 'LAB_Q1');
  after(() => {
    rmSync(dir, { recursive: true });
  });
  const relocated = (text: string): string => {
    mkdirSync(queue, { recursive: true });
    writeFileSync(join(queue, 'config'), text, 'latin1');
    relocateQueues(dir);
    return readFileSync(join(queue, 'config'), 'latin1');
  };

  it('are told the relative path in place of the absolute one of an earlier version', () => {
    const old = config(
      '"/home/ada/lab/.data/broker/data"',
      '"/home/ada/lab/.data"\n            "/broker/data"',
    );
    expect(relocated(old)).to.equal(config(RELATIVE, RELATIVE));
  });

  it('are left alone where they have it', () => {
    const made = config(RELATIVE, RELATIVE);
    expect(relocated(made)).to.equal(made);
  });

  it('need not be there', () => {
    relocateQueues(join(dir, 'nowhere'));
  });
});
