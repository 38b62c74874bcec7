-- What others have told us: each report once, and sums of what they say.
CREATE TABLE feedback_received (
  kind         TEXT COLLATE "C" NOT NULL,   -- dmarc, tls
  domain       TEXT COLLATE "C" NOT NULL,   -- of ours
  reporter     TEXT COLLATE "C" NOT NULL,   -- the domain that vouches for the report
  report_id    TEXT COLLATE "C" NOT NULL,
  organization TEXT    NOT NULL,   -- as it calls itself
  begin_ms     BIGINT  NOT NULL,
  end_ms       BIGINT  NOT NULL,
  at_ms        BIGINT  NOT NULL,   -- when it came
  total        BIGINT  NOT NULL,   -- messages or sessions
  failed       BIGINT  NOT NULL,
  PRIMARY KEY (kind, domain, reporter, report_id)
);
CREATE INDEX feedback_received_at ON feedback_received (at_ms);

CREATE TABLE feedback_source (
  domain      TEXT COLLATE "C" NOT NULL,
  day         BIGINT  NOT NULL,    -- on which the report begins
  source      TEXT COLLATE "C" NOT NULL,    -- an address
  header_from TEXT COLLATE "C" NOT NULL,
  dkim        TEXT    NOT NULL,    -- pass, fail
  spf         TEXT    NOT NULL,
  disposition TEXT    NOT NULL,    -- none, quarantine, reject
  messages    BIGINT  NOT NULL,
  PRIMARY KEY (domain, day, source, header_from, dkim, spf, disposition)
);

CREATE TABLE feedback_session (
  domain   TEXT COLLATE "C" NOT NULL,
  day      BIGINT  NOT NULL,
  reporter TEXT COLLATE "C" NOT NULL,
  policy   TEXT    NOT NULL,       -- tlsa, sts, no-policy-found
  result   TEXT    NOT NULL,       -- success, or what has failed
  mx_host  TEXT COLLATE "C" NOT NULL,       -- empty when it is not told
  sessions BIGINT  NOT NULL,
  PRIMARY KEY (domain, day, reporter, policy, result, mx_host)
);
