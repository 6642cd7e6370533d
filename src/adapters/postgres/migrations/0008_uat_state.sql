-- Up Migration

-- What a person did in a live instance, as it was last kept: it outlives the instance, and dies with the user test.
CREATE TABLE omb.uat_state (
  session_id text PRIMARY KEY REFERENCES omb.session ON DELETE CASCADE,
  -- Digest of the module in it: of another one it would be no state.
  module text NOT NULL,
  login text NOT NULL,
  password text NOT NULL,
  -- When the person's time is over; an instance that ends before is opened again.
  ends_at timestamptz NOT NULL,
  looked_at timestamptz NOT NULL DEFAULT now(),
  -- Rows written in the instance's database: at the last look, and when its state was kept or the instance began.
  seen bigint NOT NULL,
  kept bigint NOT NULL,
  -- Since when `kept` holds.
  since timestamptz NOT NULL DEFAULT now(),
  -- Null while nothing was entered.
  kept_at timestamptz,
  database bytea,
  filestore bytea,
  CHECK ((kept_at IS NULL) = (database IS NULL))
);
ALTER TABLE omb.uat_state ALTER COLUMN database SET STORAGE EXTERNAL, ALTER COLUMN filestore SET STORAGE EXTERNAL;

-- Down Migration

DROP TABLE omb.uat_state;
