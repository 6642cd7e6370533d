#!/bin/sh
# deploy.sh [COMMAND]: the product on AWS Lightsail; `./deploy.sh help` lists the commands, configs/deployment.conf says what
# is made. All it does is in deployment/lightsail; this brings Node and what it needs, and goes there.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# bootstrap.sh goes to the project's folder; --config is meant from here, as with npm.
INIT_CWD=$PWD
export INIT_CWD
exec sh "$here/../local/bootstrap.sh" dist/deployment/lightsail/main.js "$@"
