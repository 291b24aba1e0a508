-- From when the time limit counts: the acceptance when null, else the last time the run was taken up again.
alter table runs add column timed_from timestamptz;
