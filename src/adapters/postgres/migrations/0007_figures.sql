-- Up Migration

-- When each process that executes work has last done so: a process can look well and execute nothing.
CREATE TABLE omb.worker (
  name text PRIMARY KEY,
  executed_at timestamptz NOT NULL DEFAULT now()
);
-- Which of them works on a stage.
ALTER TABLE omb.stage_lease ADD COLUMN holder text NOT NULL DEFAULT '';
-- Since when somebody waits for a place.
ALTER TABLE omb.sandbox_waiter ADD COLUMN since timestamptz NOT NULL DEFAULT now();
-- What happened in the last hour.
CREATE INDEX session_event_at ON omb.session_event (at);

-- Down Migration

DROP INDEX omb.session_event_at;
ALTER TABLE omb.sandbox_waiter DROP COLUMN since;
ALTER TABLE omb.stage_lease DROP COLUMN holder;
DROP TABLE omb.worker;
