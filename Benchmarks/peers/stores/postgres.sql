-- An event store as one writes it on PostgreSQL: a revision stands once in a stream.
CREATE TABLE events (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream text NOT NULL,
    revision bigint NOT NULL,
    id text NOT NULL,
    type text NOT NULL,
    time timestamptz NOT NULL,
    data text NOT NULL,
    UNIQUE (stream, revision)
);

-- Appends an event behind the revision that is expected, -1 of a stream that is not there yet. Of
-- two callers who both find what they expect, the unique index refuses the second.
CREATE FUNCTION append(
    to_stream text, expected bigint, id text, type text, "time" timestamptz, data text
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    found bigint;
    given bigint;
BEGIN
    SELECT coalesce(max(revision), -1) INTO found FROM events WHERE stream = to_stream;
    IF found <> expected THEN
        RAISE EXCEPTION 'stream % stands at revision %, not %', to_stream, found, expected;
    END IF;
    INSERT INTO events (stream, revision, id, type, time, data)
        VALUES (to_stream, expected + 1, append.id, append.type, append."time", append.data)
        RETURNING position INTO given;
    RETURN given;
END $$;
