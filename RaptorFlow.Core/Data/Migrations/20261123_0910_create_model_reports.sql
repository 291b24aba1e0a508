-- What each agent host says of its models and their providers. The installation's, not a workspace's.
create table model_reports (
    host      text primary key,
    providers jsonb not null,
    models    jsonb not null,
    seen_at   timestamptz not null default now()
);
grant select, insert, update, delete on model_reports to raptorflow_app;
