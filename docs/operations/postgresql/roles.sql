-- Two roles: the owner makes and changes tables, the portal reads and writes rows. Run once, as the superuser of
-- PostgreSQL, in an empty database server: psql --set=owner_password=… --file=roles.sql
-- The portal's role has no password: it signs in as the system user of the same name (peer).
CREATE ROLE inovasi_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE inovasi LOGIN;
CREATE DATABASE inovasi OWNER inovasi_owner ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
REVOKE ALL ON DATABASE inovasi FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE inovasi TO inovasi;

-- Where `inovasi` may not sign in by peer (another machine), give it a password and write it into DATABASE_URL.
\connect inovasi
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO inovasi_owner;
GRANT USAGE ON SCHEMA public TO inovasi;
ALTER DEFAULT PRIVILEGES FOR ROLE inovasi_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO inovasi;
ALTER DEFAULT PRIVILEGES FOR ROLE inovasi_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO inovasi;

-- A statement that hangs must not hold others for ever; migrations of the owner may take their time.
ALTER ROLE inovasi SET statement_timeout = '5min';
ALTER ROLE inovasi SET idle_in_transaction_session_timeout = '10min';
ALTER ROLE inovasi SET lock_timeout = '20s';
