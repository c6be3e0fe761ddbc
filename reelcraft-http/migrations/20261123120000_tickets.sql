-- `admitted` is the ticket of the queue's task that stands for a job, 0 while there is none: a task
-- whose ticket is not that of its job any more is an old one, and does nothing.
DROP INDEX job_records_admitted;
CREATE INDEX job_records_admitted ON job_records (lane, person, alone) WHERE admitted > 0;

-- The number that the next version of a thing gets, so that two that are asked for at once differ.
CREATE TABLE variants (
    family TEXT PRIMARY KEY NOT NULL,
    next   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- When a kept thing was needed last.
ALTER TABLE kept ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
UPDATE kept SET used_at = made_at;

-- Folders of projects that are being made or removed: whatever is still here after a start has no
-- project, and its folder goes.
CREATE TABLE loose_projects (
    id TEXT PRIMARY KEY NOT NULL
) STRICT, WITHOUT ROWID;
