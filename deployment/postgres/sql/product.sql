-- The product's role and databases, as often as one likes: the password is the one of the environment from now on.
-- Environment: OMB_PASSWORD; OMB_CREATEDB, CREATEDB or NOCREATEDB.
\set ON_ERROR_STOP on
\getenv password OMB_PASSWORD
\getenv createdb OMB_CREATEDB
-- Two starts at the same time must not both create.
SELECT pg_advisory_lock(hashtext('omb product'));
SELECT 'CREATE ROLE omb LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'omb') \gexec
ALTER ROLE omb PASSWORD :'password' :createdb;
SELECT format('CREATE DATABASE %I OWNER omb', name) FROM unnest(ARRAY['omb', 'n8n']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = name) \gexec
