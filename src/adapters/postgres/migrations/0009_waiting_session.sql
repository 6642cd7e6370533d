-- Up Migration

-- Whose place in the line it is, so that the session's status can tell it.
ALTER TABLE omb.sandbox_waiter ADD COLUMN session_id text NOT NULL DEFAULT '';

-- Down Migration

ALTER TABLE omb.sandbox_waiter DROP COLUMN session_id;
