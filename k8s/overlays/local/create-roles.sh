#!/bin/sh
# Runs once, when the database is created: a role and a schema of its own for each service. Its password is in
# <SERVICE>_PASSWORD, or else in SERVICE_PASSWORD.
set -eu
for service in gateway ingestion day_splitting scoring analytics; do
  name=$(echo "${service}_PASSWORD" | tr '[:lower:]' '[:upper:]')
  password=$(printenv "$name" || printenv SERVICE_PASSWORD)
  psql -v ON_ERROR_STOP=1 -v role="powerpulse_$service" -v schema="$service" -v password="$password" \
    --username postgres --dbname powerpulse <<'SQL'
create role :"role" login password :'password';
create schema :"schema" authorization :"role";
grant connect, temporary on database powerpulse to :"role";
SQL
done
psql -v ON_ERROR_STOP=1 --username postgres --dbname powerpulse -c 'create extension pg_trgm schema ingestion'
psql -v ON_ERROR_STOP=1 --username postgres --dbname powerpulse -c 'revoke all on database powerpulse from public; revoke all on schema public from public'
