-- Where a message that was brought over lies here, and the flags that it had at its source then.

ALTER TABLE transferred ADD COLUMN uid INTEGER NOT NULL DEFAULT 0;   -- 0: not known
ALTER TABLE transferred ADD COLUMN flags TEXT NOT NULL DEFAULT '';  -- domain/transfer FlagText
