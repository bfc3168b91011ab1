// The store and the dead letters in memory keep the contracts.
import { deadLettersContract } from './dead-letters.contract.ts';
import { feedContract } from './feed.contract.ts';
import { forgettingContract } from './forgetting.contract.ts';
import { memoryDeadLetters } from './memory-dead-letters.ts';
import { memoryStore } from './memory-store.ts';
import { outboxContract } from './outbox.contract.ts';
import { schemaVersionsContract } from './schema-versions.contract.ts';
import { snapshotsContract } from './snapshots.contract.ts';
import { storeContract } from './store.contract.ts';
import { streamsContract } from './streams.contract.ts';
import { wantedContract } from './wanted.contract.ts';

const make = () => {
  const store = memoryStore({ now: () => Date.now() });
  return Promise.resolve({ store, another: () => Promise.resolve(store) });
};

storeContract('memory', make);
snapshotsContract('memory', make);
streamsContract('memory', make);
schemaVersionsContract('memory', make);
outboxContract('memory', make);
feedContract('memory', make);
wantedContract('memory', make);
forgettingContract('memory', make);
deadLettersContract('memory', () => Promise.resolve(memoryDeadLetters()));
