-- The site owns its database and nothing else.
CREATE ROLE peers LOGIN;
CREATE DATABASE peers OWNER peers;
REVOKE CONNECT ON DATABASE postgres FROM PUBLIC;
