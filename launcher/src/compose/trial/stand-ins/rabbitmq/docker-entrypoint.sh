#!/bin/sh
# As much of the real image's entry point as the lab uses: the broker is not root, and its data is its own.
set -e
[ "$1" = rabbitmq-server ] || exec "$@"
chown -R rabbitmq:rabbitmq /var/lib/rabbitmq
export HOME=/var/lib/rabbitmq
exec setpriv --reuid rabbitmq --regid rabbitmq --init-groups /usr/lib/rabbitmq/bin/rabbitmq-server
