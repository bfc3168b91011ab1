// The servers that integration tests use: without an address they fail, they never skip.

/** A user with full rights. @throws Error if there is none. */
export const testRabbitmqUrl = (): string => addressIn('TEST_RABBITMQ_URL');

/** A replica set. @throws Error if there is none. */
export const testMongoUrl = (): string => addressIn('TEST_MONGO_URL');

const addressIn = (name: string): string => {
  const address = process.env[name];
  if (address) return address;
  throw new Error(`${name} is not set: run npm test, which starts the servers and runs all tests.`);
};
