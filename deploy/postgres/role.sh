#!/bin/bash
# Run by the image of PostgreSQL when it makes its cluster: the role of the servers, which owns one database and nothing else.
set -eu

psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=password="$DRAFT_DATABASE_PASSWORD" --username=postgres <<'SQL'
CREATE ROLE draft LOGIN PASSWORD :'password';
CREATE DATABASE draft OWNER draft;
SQL
