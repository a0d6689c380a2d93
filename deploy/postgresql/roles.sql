-- Once, as the superuser, in the database of the site: those who serve read and write rows; tables are changed by their owner alone.
-- Before the first `migrate`, or after any later one: on a site from before it takes the tables away from the role `peers`.

REASSIGN OWNED BY peers TO peers_owner;

REVOKE ALL ON SCHEMA public FROM PUBLIC, peers;
GRANT USAGE ON SCHEMA public TO peers;
GRANT USAGE, CREATE ON SCHEMA public TO peers_owner;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO peers;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO peers;
-- And on what migrations make from now on.
ALTER DEFAULT PRIVILEGES FOR ROLE peers_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO peers;
ALTER DEFAULT PRIVILEGES FOR ROLE peers_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO peers;
