-- The pictures that people brought into scenes of their projects. They are versions of what is
-- seen with the same line or prompt, and can be restored. `file` is relative to the project's
-- folder.
CREATE TABLE brought (
    project    TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    file       TEXT NOT NULL,
    line       TEXT NOT NULL,
    prompt     TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (project, file, line, prompt)
) STRICT, WITHOUT ROWID;
