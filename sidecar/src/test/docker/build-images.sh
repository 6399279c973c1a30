#!/usr/bin/env bash
# Builds stand-ins for the images that docker-compose.yml names, under their names, for a machine with Docker that cannot
# pull them: daprd from the native binary, the Cosmos DB emulators from slicebench's own, Redis, PostgreSQL and Python from
# Debian. Takes two minutes and 1 GB. They are good for testing docker-compose.yml and '--sidecar docker', and for nothing
# else: remove them before you want the real ones ('docker rmi').
#
# Needs: a Docker engine that runs, mmdebstrap (apt-get install mmdebstrap), './slicebench sidecar install'.
set -euo pipefail
cd "$(dirname "$0")/../../../.."

context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT

./slicebench --version
ln cli/target/benchmarks.jar "$context/" 2>/dev/null || cp cli/target/benchmarks.jar "$context/"
cp "${DAPRD:-${XDG_CACHE_HOME:-$HOME/.cache}/slicebench/daprd-1.18.1/daprd}" "$context/daprd"
mmdebstrap --quiet --variant=essential --include=openjdk-17-jre-headless,python3,redis-server,postgresql-15 \
  bookworm "$context/base.tar"
cp sidecar/src/test/docker/Dockerfile "$context/"

sed -n 's/^ *image: //p' docker-compose.yml | sort -u | while read -r image; do
  case $image in
    daprio/daprd:*) target=daprd ;;
    */azure-cosmos-emulator:vnext*) target=cosmosdb-vnext ;;
    */azure-cosmos-emulator:*) target=cosmosdb ;;
    python:*) target=python ;;
    redis:*) target=redis ;;
    postgres:*) target=postgres ;;
    *) echo "no stand-in for $image" >&2; exit 1 ;;
  esac
  docker build --quiet --label dev.slicebench.stand-in=true --target "$target" --tag "$image" "$context"
done
