-- What the product says of itself is everybody's to read: documents of a workspace that has no members.
create function codex_workspace() returns uuid
    language sql immutable parallel safe
    as $$ select '00000000-0000-7000-8000-00000c0dec00'::uuid $$;

-- Null for the product's own.
alter table workspaces alter column created_by drop not null;
alter table workspaces no force row level security;
insert into workspaces (id, name, created_by, created_at) values (codex_workspace(), 'RaptorFlow', null, now());
alter table workspaces force row level security;

create policy codex on memory_documents for select using (workspace_id = codex_workspace());
create policy codex on memory_chunks for select using (workspace_id = codex_workspace());
create policy codex on memory_versions for select using (workspace_id = codex_workspace());
create policy codex on memory_changes for select using (workspace_id = codex_workspace());
