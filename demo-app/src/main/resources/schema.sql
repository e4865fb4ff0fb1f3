create table orders (
    id bigint generated always as identity primary key,
    customer varchar(60) not null
);

create table order_line (
    id bigint generated always as identity primary key,
    order_id bigint not null references orders,
    item varchar(40) not null,
    quantity int not null,
    unit_price decimal(10, 2) not null
);

create table audit_entry (
    id bigint generated always as identity primary key,
    order_id bigint not null, -- maybe another process's order
    request_id varchar(128) not null,
    tenant varchar(60) not null,
    thread varchar(200) not null,
    action varchar(200) not null
);

create index audit_entry_order on audit_entry (order_id);
