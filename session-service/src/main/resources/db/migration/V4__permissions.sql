-- The site's roles. What a role consists of is what the pack says, unless an administrator has decided otherwise.
create table role (
    site    text    not null,
    name    text    not null,
    -- A role that the pack no longer has counts for nothing, and comes back as it was when the pack has it again.
    in_pack boolean not null,
    primary key (site, name)
);

create table role_part (
    site    text    not null,
    role    text    not null,
    -- A permission, or a role that is inherited.
    kind    text    not null check (kind in ('permission', 'role')),
    name    text    not null,
    in_pack boolean not null,
    -- An administrator's word: true for granted, false for revoked, null for none.
    decided boolean,
    primary key (site, role, kind, name),
    foreign key (site, role) references role
);

-- Cache tags to be dropped from Redis, written in the transaction that makes it necessary.
create table invalidation (
    id   bigint generated always as identity primary key,
    site text   not null,
    tags text[] not null
);

create index invalidation_left on invalidation (site, id);
