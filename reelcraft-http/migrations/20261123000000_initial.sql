-- Times are milliseconds since 1970. Ids are 32 hexadecimal digits.

-- What people edit. `document` is the project as the engine reads it: paths are relative to the
-- project's folder. `revision` grows by one with each change.
CREATE TABLE projects (
    id         TEXT PRIMARY KEY NOT NULL,
    name       TEXT NOT NULL,
    document   TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX projects_by_time ON projects (updated_at DESC, id);

-- Pieces of work. `spec` says what is to be done, `report` what became of it so far. A job is
-- `admitted` while a task of the queue stands for it.
CREATE TABLE job_records (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    lane        TEXT NOT NULL,
    person      TEXT NOT NULL,
    project     TEXT REFERENCES projects (id) ON DELETE CASCADE,
    alone       TEXT,
    state       TEXT NOT NULL,
    spec        TEXT NOT NULL,
    report      TEXT NOT NULL,
    admitted    INTEGER NOT NULL DEFAULT 0,
    once_key    TEXT,
    created_at  INTEGER NOT NULL,
    started_at  INTEGER,
    finished_at INTEGER
) STRICT;
CREATE INDEX job_records_by_state ON job_records (state, lane, number);
CREATE INDEX job_records_by_project ON job_records (project, number);
CREATE UNIQUE INDEX job_records_once ON job_records (person, once_key) WHERE once_key IS NOT NULL;

-- Calls to paid providers that are under way: whatever is still here after a restart may have
-- been billed.
CREATE TABLE calls (
    key        TEXT PRIMARY KEY NOT NULL,
    job        TEXT NOT NULL REFERENCES job_records (id) ON DELETE CASCADE,
    provider   TEXT NOT NULL,
    what       TEXT NOT NULL,
    about      TEXT NOT NULL,
    started_at INTEGER NOT NULL
) STRICT;
CREATE INDEX calls_by_job ON calls (job);

-- What providers made, by the digest of everything that made it. `value` is JSON; pictures and
-- sounds lie in the asset `asset`.
CREATE TABLE kept (
    key     TEXT PRIMARY KEY NOT NULL,
    what    TEXT NOT NULL,
    family  TEXT NOT NULL,
    variant INTEGER NOT NULL,
    value   TEXT NOT NULL,
    origin  TEXT NOT NULL,
    asset   TEXT,
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX kept_by_family ON kept (family);

-- The files that have addresses. `path` is the address without its first slash.
CREATE TABLE assets (
    path       TEXT PRIMARY KEY NOT NULL,
    label      TEXT,
    bytes      INTEGER NOT NULL,
    width      INTEGER,
    height     INTEGER,
    secs       REAL,
    facts      TEXT,
    created_at INTEGER NOT NULL,
    used_at    INTEGER NOT NULL
) STRICT;

-- Which projects need which files.
CREATE TABLE asset_uses (
    project TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    path    TEXT NOT NULL,
    PRIMARY KEY (project, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX asset_uses_by_path ON asset_uses (path);
CREATE INDEX job_records_admitted ON job_records (lane, person, alone) WHERE admitted = 1;
