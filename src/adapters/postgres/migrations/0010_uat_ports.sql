-- Up Migration

-- Where live instances have a port of one address instead of a name of their own. A port whose instance is gone is free, once
-- the hour is over that an instance may take to come up.
CREATE TABLE omb.uat_port (
  port integer PRIMARY KEY CHECK (port BETWEEN 1 AND 65535),
  slug text NOT NULL UNIQUE,
  taken_at timestamptz NOT NULL DEFAULT now()
);

-- Down Migration

DROP TABLE omb.uat_port;
