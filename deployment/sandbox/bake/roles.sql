-- Odoo's role owns what is in its databases and nothing else; the outside view reads and no more.
CREATE ROLE odoo LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
CREATE ROLE omb_reader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
GRANT pg_read_all_data TO omb_reader;
\connect template1
CREATE EXTENSION pg_trgm;
CREATE EXTENSION unaccent;
\connect postgres
-- Beside the data directory: the image keeps them, and a container's volume, which is a copy of that directory, is small.
CREATE TABLESPACE baked LOCATION '/var/lib/postgresql/templates';
-- PostgreSQL's own too: of them a sandbox asks for template0 at most, when a live Odoo's state is brought back.
ALTER DATABASE template0 SET TABLESPACE baked;
ALTER DATABASE template1 SET TABLESPACE baked;
CREATE DATABASE tpl_base OWNER odoo TABLESPACE baked;
CREATE DATABASE tpl_demo OWNER odoo TABLESPACE baked;
