-- How much of somebody's mail waits for its time.
CREATE INDEX queue_put_off_by ON queue_entry (account_id) WHERE release_ms > 0;
