// The address of a broker, or several of one that is a cluster of nodes: `amqp://node-1/vhost,amqp://node-2/vhost`.

/** One for each node, in the order in which they are tried. A password may have a comma in it, so only one before the next address separates two. */
export const brokerUrls = (setting: string): readonly string[] =>
  setting.split(/,(?=\s*amqps?:)/i).map((url) => url.trim());
