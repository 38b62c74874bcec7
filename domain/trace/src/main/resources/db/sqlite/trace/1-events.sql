-- What happened to messages. Ids of messages rise with time, so rows are added and forgotten at the ends of the tree.
CREATE TABLE trace_event (
  message TEXT    NOT NULL,
  n       INTEGER NOT NULL,      -- 1 is the acceptance
  at_ms   INTEGER NOT NULL,
  kind    TEXT    NOT NULL,      -- TraceKind, in small letters
  words   TEXT    NOT NULL,      -- for people: lines
  PRIMARY KEY (message, n)
) STRICT, WITHOUT ROWID;
