-- Up Migration

-- What delivered sessions have cost is what the next ones are told beforehand.
CREATE INDEX session_delivered ON omb.session (touched_at) WHERE state = 'delivered';
UPDATE omb.session SET body = '{"size": null}'::jsonb || body;

-- Down Migration

DROP INDEX omb.session_delivered;
