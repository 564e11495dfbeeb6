/**
 * The tables of the history. What repeats is kept once and referred to by its ID; a connection is one
 * row for each time that it was there, an episode, however often it was looked at.
 *
 * Times are milliseconds since 1970. A text that is unknown is null, never 0.
 *
 * @module
 */

/** Tells our databases from those of others, as SQLite's `application_id`: "nwho". */
export const APPLICATION_ID = 0x6e77686f;

/** Most episodes end within so many run IDs: they are found by their own IDs. */
export const SHORT_RUNS = 12;

/** The episodes that have an index by their last run, as a condition of SQL. */
export const LASTS_LONG = `lasted NOT BETWEEN 0 AND ${SHORT_RUNS}`;

/** Makes the tables of version 1. */
const TABLES = `
CREATE TABLE text (id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE) STRICT;

-- What a look could see: looks that could not see the same cannot be compared.
CREATE TABLE view (
  id INTEGER PRIMARY KEY,
  netwho INTEGER NOT NULL REFERENCES text, -- the version
  os INTEGER NOT NULL REFERENCES text,
  elevated INTEGER,                        -- 0, 1; null if unknown
  hidden_by INTEGER REFERENCES text        -- why owners could not be seen; null if all were
) STRICT;

-- A look at a computer. Its number is its place among the looks at that computer, by time, without
-- gaps: an episode was seen at last.number - first.number + 1 of them. What --keep removes keeps the
-- numbers of the others. A look that is recorded late has an ID above those of later ones.
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  computer INTEGER REFERENCES text,
  number INTEGER NOT NULL,
  at INTEGER NOT NULL,
  view INTEGER NOT NULL REFERENCES view
) STRICT;
CREATE INDEX run_at ON run (computer, at);

CREATE TABLE program (
  id INTEGER PRIMARY KEY,
  process INTEGER REFERENCES text,
  path INTEGER REFERENCES text,
  user INTEGER REFERENCES text,
  services INTEGER REFERENCES text         -- JSON, a list of strings
) STRICT;
CREATE INDEX program_process ON program (process, path);

-- One start of a program. PID 0 stands for connections that no process owns any more.
CREATE TABLE process (
  id INTEGER PRIMARY KEY,
  pid INTEGER NOT NULL,
  started_at INTEGER,
  program INTEGER REFERENCES program       -- null where it is unknown
) STRICT;
CREATE INDEX process_pid ON process (pid, started_at);

-- What many connections share: the program and the peer. The port that is another one each time is
-- null here and stands in the episode: of inbound connections the remote port; of other connections
-- with a peer, and of UDP sockets without one on ports from 32768, the local port.
CREATE TABLE flow (
  id INTEGER PRIMARY KEY,
  computer INTEGER REFERENCES text,
  program INTEGER REFERENCES program,      -- null where the owner is unknown
  protocol INTEGER NOT NULL REFERENCES text,
  direction INTEGER REFERENCES text,
  local_address INTEGER REFERENCES text,
  local_host INTEGER REFERENCES text,
  local_port INTEGER,
  remote_address INTEGER REFERENCES text,
  remote_host INTEGER REFERENCES text,
  remote_port INTEGER,
  socket_service INTEGER REFERENCES text,
  remote_host_source INTEGER REFERENCES text,
  first_run INTEGER NOT NULL REFERENCES run
) STRICT;
CREATE INDEX flow_peer ON flow (remote_address, remote_port, local_port, program);
CREATE INDEX flow_program ON flow (program);

-- The IDs grow with first_run. Where the first look was recorded late, last_run can be below it.
CREATE TABLE episode (
  id INTEGER PRIMARY KEY,
  flow INTEGER NOT NULL REFERENCES flow,
  port INTEGER,                            -- the one that is null in the flow
  process INTEGER REFERENCES process,      -- null where the owner is unknown
  first_run INTEGER NOT NULL REFERENCES run,
  lasted INTEGER,                          -- last_run - first_run: a small number takes less room
  last_run INTEGER REFERENCES run          -- null: still there at the computer's latest run
    GENERATED ALWAYS AS (first_run + lasted) VIRTUAL,
  state INTEGER REFERENCES text,
  created_at INTEGER,
  note INTEGER REFERENCES text
) STRICT;
CREATE INDEX episode_open ON episode (flow) WHERE last_run IS NULL;
CREATE INDEX episode_long ON episode (last_run) WHERE ${LASTS_LONG};

-- What was asked for this history, until it is asked otherwise: see keep_setting.ts.
CREATE TABLE setting (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;

PRAGMA application_id = ${APPLICATION_ID};
`;

/**
 * The steps from an empty database to the present tables. Each makes the next version, which SQLite
 * keeps as `user_version`. A step that was released is never changed: add one.
 */
export const STEPS: readonly string[] = [TABLES];
