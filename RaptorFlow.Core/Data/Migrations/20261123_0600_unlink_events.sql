-- An event is only ever written by a statement that changes its run's row, and deleted with it by the statement that prunes runs.
-- To look each run up again for each of its events was a tenth of what a task costs.
alter table run_events drop constraint run_events_run_id_fkey;
