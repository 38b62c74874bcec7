ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT 'white';
UPDATE note SET colour = 'grey';
