-- Odoo's role owns what is in its databases and nothing else; the outside view reads and no more.
CREATE ROLE odoo LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
CREATE ROLE omb_reader LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
GRANT pg_read_all_data TO omb_reader;
\connect template1
CREATE EXTENSION pg_trgm;
CREATE EXTENSION unaccent;
\connect postgres
CREATE DATABASE tpl_base OWNER odoo;
CREATE DATABASE tpl_demo OWNER odoo;
