// Every scenario in which broker or databases are killed, frozen or operated: on servers of its own.
import { testKind } from './scenario-tests.ts';

await testKind('own-servers');
