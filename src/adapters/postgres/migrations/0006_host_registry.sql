-- Up Migration

-- Hosts that operators add while the product runs. `endpoint` is null of the host that a process knows by its own credential.
ALTER TABLE omb.sandbox_host
  ADD COLUMN endpoint jsonb,
  ADD COLUMN labels text[] NOT NULL DEFAULT '{}',
  ADD COLUMN test_slots integer CHECK (test_slots BETWEEN 0 AND 64),
  ADD COLUMN uat_slots integer CHECK (uat_slots BETWEEN 0 AND 256),
  -- As its engine told when it was last asked.
  ADD COLUMN memory_bytes bigint,
  ADD COLUMN drain_until timestamptz,
  ADD CONSTRAINT slots_of_both CHECK ((test_slots IS NULL) = (uat_slots IS NULL)),
  DROP CONSTRAINT sandbox_host_state_check,
  ADD CONSTRAINT sandbox_host_state_check CHECK (state IN ('ready', 'draining', 'unreachable', 'removed'));

-- Down Migration

DELETE FROM omb.sandbox_host WHERE state = 'removed';
ALTER TABLE omb.sandbox_host
  DROP CONSTRAINT sandbox_host_state_check,
  ADD CONSTRAINT sandbox_host_state_check CHECK (state IN ('ready', 'draining', 'unreachable')),
  DROP CONSTRAINT slots_of_both,
  DROP COLUMN endpoint, DROP COLUMN labels, DROP COLUMN test_slots, DROP COLUMN uat_slots, DROP COLUMN memory_bytes, DROP COLUMN drain_until;
