-- Up Migration

-- Patches after which an error was gone; shown to whoever meets the error again.
CREATE TABLE omb.cure (
  odoo_version text NOT NULL,
  fingerprint text NOT NULL CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
  patch text NOT NULL CHECK (length(patch) <= 2000),
  times integer NOT NULL DEFAULT 1,
  seen_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX cure_once ON omb.cure (odoo_version, fingerprint, md5(patch));

-- Sessions of before have what a new one begins with.
UPDATE omb.session SET body = '{"tried": [], "strong": false, "maySpendAll": false, "workedMs": 0}'::jsonb || body;

-- Down Migration

DROP TABLE omb.cure;
