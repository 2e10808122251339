#!/bin/sh
# Runs once, when the database is created: a migrator that owns the schemas, and for each service a role that may read
# and write the rows of its own schema and nothing else; it answers as its reader, who sees one organization. Passwords
# are in MIGRATOR_PASSWORD and <SERVICE>_PASSWORD, or else in SERVICE_PASSWORD.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$MIGRATOR_PASSWORD" --username postgres --dbname powerpulse <<'SQL'
create role powerpulse_migrator login password :'password';
grant connect, temporary on database powerpulse to powerpulse_migrator;
SQL
for service in gateway ingestion day_splitting scoring analytics; do
  name=$(echo "${service}_PASSWORD" | tr '[:lower:]' '[:upper:]')
  password=$(printenv "$name" || printenv SERVICE_PASSWORD)
  psql -v ON_ERROR_STOP=1 -v role="powerpulse_$service" -v reader="powerpulse_${service}_reader" -v schema="$service" -v password="$password" \
    --username postgres --dbname powerpulse <<'SQL'
create role :"role" login password :'password';
create schema :"schema" authorization powerpulse_migrator;
grant connect, temporary on database powerpulse to :"role";
grant usage on schema :"schema" to :"role";
alter default privileges for role powerpulse_migrator in schema :"schema" grant select, insert, update, delete on tables to :"role";
alter default privileges for role powerpulse_migrator in schema :"schema" grant usage on sequences to :"role";
alter default privileges for role powerpulse_migrator in schema :"schema" grant execute on functions to :"role";
create role :"reader" nologin;
alter role :"role" noinherit;
grant :"reader" to :"role";
SQL
done
psql -v ON_ERROR_STOP=1 --username postgres --dbname powerpulse -c 'create extension pg_trgm schema ingestion'
psql -v ON_ERROR_STOP=1 --username postgres --dbname powerpulse -c 'revoke all on database powerpulse from public; revoke all on schema public from public'
