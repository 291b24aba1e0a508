-- What a run would cost, said before it began; beside what it did cost once it is bound to a run.
create table run_quotes (
    id uuid primary key,
    workspace_id uuid not null,
    created_by uuid,
    workflow text not null,
    least_micros bigint not null check (least_micros >= 0),
    likely_micros bigint not null check (likely_micros >= least_micros),
    most_micros bigint not null check (most_micros >= likely_micros),
    steps jsonb not null,
    created_at timestamptz not null,
    -- A run has one quote, and a quote one run. It is bound before the run's own row is written.
    run_id uuid unique references runs (id) on delete cascade deferrable initially deferred
);
call protect_tenant_table('run_quotes', 'select, insert, update');
