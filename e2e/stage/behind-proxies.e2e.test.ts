// Every scenario in which links from the services to broker and databases are slow, cut or silent.
import { testKind } from './scenario-tests.ts';

await testKind('behind-proxies');
