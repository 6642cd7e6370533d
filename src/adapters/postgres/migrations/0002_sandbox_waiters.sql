-- Up Migration

-- Who waits for a slot, in the order in which they came; across processes.
CREATE TABLE omb.sandbox_waiter (
  ticket bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  purpose text NOT NULL CHECK (purpose IN ('test', 'uat')),
  -- A waiter says again and again that it is there: one that died is passed over.
  seen_at timestamptz NOT NULL DEFAULT now()
);

-- Down Migration

DROP TABLE omb.sandbox_waiter;
