-- Up Migration

-- Sessions: `body` is the domain's Session as JSON; the other columns repeat what is searched for.
CREATE TABLE omb.session (
  id text PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9_-]{8,64}$'),
  version integer NOT NULL CHECK (version >= 1),
  state text NOT NULL,
  body jsonb NOT NULL CHECK (body->>'state' = state AND (body->>'version')::integer = version),
  token_digest text NOT NULL CHECK (token_digest ~ '^[0-9a-f]{64}$'),
  -- The database's clock: what the sweeper measures idleness with.
  touched_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX session_working ON omb.session (touched_at) WHERE state IN ('specifying', 'coding', 'testing', 'opening_uat', 'packaging');
CREATE INDEX session_open ON omb.session (expires_at) WHERE state NOT IN ('delivered', 'failed', 'cancelled', 'expired');

-- One row a transition; seq = the version of the session after it.
CREATE TABLE omb.session_event (
  session_id text NOT NULL REFERENCES omb.session ON DELETE CASCADE,
  seq integer NOT NULL CHECK (seq >= 1),
  type text NOT NULL,
  from_state text,
  to_state text NOT NULL,
  note jsonb,
  -- Ids, digests and numbers only, as in the domain's Command.
  command jsonb NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (session_id, seq)
);

-- What a command with an Idempotency-Key did; the key itself is not kept, only its sha256.
CREATE TABLE omb.idempotency (
  session_id text NOT NULL REFERENCES omb.session ON DELETE CASCADE,
  key_digest text NOT NULL,
  command_digest text NOT NULL,
  outcome jsonb NOT NULL,
  PRIMARY KEY (session_id, key_digest)
);

-- The row stays for the session's life, so that the fence only grows; expires_at is null when released.
CREATE TABLE omb.stage_lease (
  session_id text PRIMARY KEY REFERENCES omb.session ON DELETE CASCADE,
  stage text NOT NULL,
  fence bigint NOT NULL CHECK (fence >= 1),
  expires_at timestamptz
);

-- Made once an installation. `id` marks its containers, so that two installations may share a Docker host;
-- `token_key` is the key from which a repeated submission gets its token again.
CREATE TABLE omb.installation (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  token_key bytea NOT NULL CHECK (octet_length(token_key) = 32)
);
INSERT INTO omb.installation (token_key) VALUES (sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')));

-- Content by sha256, and which session may see it under which name.
CREATE TABLE omb.artifact (
  digest text PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'),
  bytes bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE omb.artifact ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE TABLE omb.session_artifact (
  session_id text NOT NULL,
  digest text NOT NULL REFERENCES omb.artifact,
  name text NOT NULL,
  media_type text NOT NULL,
  position bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (session_id, digest)
);
CREATE INDEX session_artifact_digest ON omb.session_artifact (digest);

-- Paid LLM answers by the digest of their input.
CREATE TABLE omb.answer (
  input_digest text PRIMARY KEY CHECK (input_digest ~ '^[0-9a-f]{64}$'),
  session_id text NOT NULL,
  completion jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Docker hosts and their slots; a slot is free when lease_id is null or expires_at is past.
CREATE TABLE omb.sandbox_host (
  name text PRIMARY KEY,
  state text NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'draining', 'unreachable')),
  detail text NOT NULL DEFAULT '',
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE omb.sandbox_slot (
  host text NOT NULL REFERENCES omb.sandbox_host ON DELETE CASCADE,
  purpose text NOT NULL CHECK (purpose IN ('test', 'uat')),
  slot integer NOT NULL CHECK (slot >= 1),
  lease_id uuid UNIQUE,
  session_id text,
  -- Grows by one each time the slot is taken.
  fence bigint NOT NULL DEFAULT 0,
  expires_at timestamptz,
  PRIMARY KEY (host, purpose, slot),
  CHECK ((lease_id IS NULL) = (session_id IS NULL) AND (lease_id IS NULL) = (expires_at IS NULL))
);
CREATE INDEX sandbox_slot_session ON omb.sandbox_slot (session_id) WHERE session_id IS NOT NULL;

-- Live UAT instances and the one-time links into them.
CREATE TABLE omb.uat_instance (
  slug text PRIMARY KEY CHECK (slug ~ '^[a-z0-9]{6,32}$'),
  session_id text NOT NULL UNIQUE,
  sandbox_id text NOT NULL,
  host text NOT NULL,
  lease_id text NOT NULL,
  login text NOT NULL,
  password text NOT NULL,
  entry_path text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE TABLE omb.uat_link (
  token_digest text PRIMARY KEY CHECK (token_digest ~ '^[0-9a-f]{64}$'),
  slug text NOT NULL REFERENCES omb.uat_instance ON DELETE CASCADE,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

-- Down Migration

DROP TABLE omb.uat_link, omb.uat_instance, omb.sandbox_slot, omb.sandbox_host, omb.answer, omb.session_artifact, omb.artifact,
  omb.installation, omb.stage_lease, omb.idempotency, omb.session_event, omb.session;
