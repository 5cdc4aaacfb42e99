#!/usr/bin/env bash
# Make the secrets of docker-compose.yml that are not there yet, in deploy/compose/secrets (which
# git ignores). Existing ones stay: the databases keep the password that they were made with.
set -euo pipefail
cd "$(dirname "$0")"

# Only you may enter the folder. The files in it are mounted one by one into containers, whose
# users are not yours and must be able to read them.
mkdir -p secrets
chmod 700 secrets
cd secrets
umask 0222

make() { # file, content
  [ -e "$1" ] || printf %s "$2" > "$1"
}
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

for name in postgres keycloak keycloak_user grafana; do make "${name}_password" "$(random)"; done
for service in contacts billing volunteers reporting; do
  make "${service}_password" "$(random)"
  role=sensoor_$service
  make "${service}_database_url" "postgresql://$role:$(cat "${service}_password")@postgres:5432/$role"
done

# Names of volunteers are sealed with the first: without it nobody can read them, in no backup.
# The second is that of web push: the private key of P-256, 32 bytes.
make personal_data_key "$(head -c 32 /dev/urandom | base64 | tr -d '\n')"
make vapid_private_key "$(head -c 32 /dev/urandom | base64 | tr -d '=\n' | tr '+/' '-_')"

# The telephone exchange signs with it.
make exchange_secrets "whsec_$(head -c 32 /dev/urandom | base64 | tr -d '\n')"

# By it reporting rounds the counts that a forecast is made from.
make forecast_key "$(head -c 32 /dev/urandom | base64 | tr -d '\n')"
