// How to reach the services of a system as its administrator.
import type { ServiceName } from '@saga-lab/contracts/services';

export interface Access {
  readonly urls: Readonly<Record<ServiceName, string>>;
  readonly adminToken: string;
}
