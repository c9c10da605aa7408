\set expected :step % 5 - 1
\set order :client_id * 1000000 + :step / 5
\set step :step + 1
SELECT append('o' || :order, :expected, :order || '/' || :expected, :type, :time, :data);
