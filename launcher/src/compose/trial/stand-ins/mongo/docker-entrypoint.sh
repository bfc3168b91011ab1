#!/bin/sh
# As much of the real image's entry point as the lab uses: mongod is not root, and its data is its own.
set -e
[ "$1" = mongod ] || exec "$@"
chown -R mongodb:mongodb /data/db
exec setpriv --reuid mongodb --regid mongodb --init-groups "$@"
