\set revision :step % 5
\set order :client_id * 1000000 + :step / 5
\set step :step + 1
INSERT INTO events (stream, revision, id, type, time, data) VALUES ('o' || :order, :revision, :order || '/' || :revision, :type, :time, :data);
