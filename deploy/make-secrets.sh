#!/usr/bin/env bash
# Choisit au hasard les secrets de compose.yml, une fois : un fichier par secret dans deploy/secrets/.
# Ceux qui existent restent. Gardez une copie de ce dossier en lieu sûr : sans secret_key, les coordonnées sont perdues.
set -euo pipefail
folder="${1:-$(dirname "$0")/secrets}"
mkdir -p "$folder"
# Le dossier n'est ouvert qu'à son propriétaire ; les fichiers, montés un à un, doivent être lus par l'utilisateur 10001.
chmod 700 "$folder"

word() { head -c 48 /dev/urandom | base64 | tr -d '+/=\n' | cut -c1-40; }
key() { head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n'; }
put() {
  [ -s "$folder/$1" ] && { echo "$1 : gardé"; return; }
  printf '%s\n' "$2" >"$folder/$1"
  chmod 444 "$folder/$1"
  echo "$1 : fait"
}

put postgres_password "$(word)"
put redis_password "$(word)"
put internal_token "$(word)"
put metrics_token "$(word)"
put secret_key "$(key)"
put database_url "postgresql+asyncpg://guichet:$(cat "$folder/postgres_password")@postgres:5432/guichet"
put tracker_url "postgresql://guichet:$(cat "$folder/postgres_password")@postgres:5432/suivi"
put redis_url "redis://:$(cat "$folder/redis_password")@redis:6379/0"
