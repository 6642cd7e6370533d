-- Up Migration

-- Warm sandboxes that wait for a session: their process says again and again that it has them.
CREATE TABLE omb.warm_sandbox (
  container text PRIMARY KEY,
  host text NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now()
);

-- Down Migration

DROP TABLE omb.warm_sandbox;
