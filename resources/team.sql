-- The store of a team: what `karuta team init` makes in an empty database, as its owner. PostgreSQL 13 or newer.
-- In a store of an older version it runs the parts of newer ones.
--
-- Whoever is admitted (`SELECT karuta.admit('anna')`) may read everything and add, and nothing else: no row is changed
-- or taken out by anybody but the owner. What counts is set here, and no client can give it: who added a row
-- (`session_user`), its place in the order, and what its line says of itself.

CREATE SCHEMA karuta;
REVOKE ALL ON SCHEMA karuta FROM PUBLIC;

CREATE TABLE karuta.team (
    id text NOT NULL,
    version integer NOT NULL,
    owner name NOT NULL DEFAULT current_user);
INSERT INTO karuta.team (id, version) VALUES (gen_random_uuid()::text, 1);

CREATE TABLE karuta.people (role name PRIMARY KEY);

-- An annotator or a device belongs to the role that named it first; the owner may name it for somebody before.
CREATE TABLE karuta.names (
    kind text NOT NULL CHECK (kind IN ('annotator', 'device')),
    name text NOT NULL CHECK (name <> '' AND octet_length(name) <= 1000),
    role name NOT NULL,
    PRIMARY KEY (kind, name));

-- One sealed row of a label file, as a line of `karuta labels export --format events` has it.
CREATE TABLE karuta.rows (
    seq bigint PRIMARY KEY,
    of_table text NOT NULL CHECK (of_table IN ('events', 'places', 'outlines', 'imports')),
    id text NOT NULL CHECK (id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'),
    role name NOT NULL,
    annotator text,
    kind text,
    line text NOT NULL CHECK (octet_length(line) <= 1000000),
    UNIQUE (of_table, id));
CREATE SEQUENCE karuta.rows_seq OWNED BY karuta.rows.seq;
CREATE INDEX rows_by_annotator ON karuta.rows (annotator, kind) WHERE annotator IS NOT NULL;

-- Who works on which batch, for an hour from the last time that it was said; '' stands for photos without a batch.
CREATE TABLE karuta.leases (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    batch text NOT NULL CHECK (octet_length(batch) <= 10000),
    annotator text NOT NULL,
    until timestamptz NOT NULL);
CREATE INDEX leases_by_annotator ON karuta.leases (annotator, number DESC);
CREATE VIEW karuta.held AS
    SELECT annotator, batch, until FROM (
        SELECT DISTINCT ON (annotator) annotator, batch, until FROM karuta.leases ORDER BY annotator, number DESC
    ) AS newest WHERE until > now();

CREATE FUNCTION karuta.refuse(why text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = why;
END $$;

CREATE FUNCTION karuta.check_owns(of_kind text, of_name text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM karuta.names WHERE kind = of_kind AND name = of_name AND role = session_user) THEN
        PERFORM karuta.refuse(format('the %s %s is not bound to the role %s', of_kind, of_name, session_user));
    END IF;
END $$;

CREATE FUNCTION karuta.before_name() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- The owner may name for others; everybody else names for themselves, whatever they say.
    IF NEW.role IS NULL OR session_user <> (SELECT owner FROM karuta.team) THEN
        NEW.role := session_user;
    END IF;
    -- A role's own name is kept for it; karuta is no person.
    IF NEW.kind = 'annotator' AND (NEW.name = 'karuta'
            OR (NEW.name <> NEW.role AND EXISTS (SELECT FROM karuta.people WHERE role::text = NEW.name))) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER before_name BEFORE INSERT ON karuta.names FOR EACH ROW EXECUTE FUNCTION karuta.before_name();

-- One writer at a time, from before its first number to the end of its transaction: whoever has read up to a number
-- never finds a smaller one later.
CREATE FUNCTION karuta.before_rows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(TG_RELID::bigint);
    RETURN NULL;
END $$;
CREATE TRIGGER before_rows BEFORE INSERT ON karuta.rows FOR EACH STATEMENT EXECUTE FUNCTION karuta.before_rows();
CREATE TRIGGER before_leases BEFORE INSERT ON karuta.leases FOR EACH STATEMENT EXECUTE FUNCTION karuta.before_rows();

CREATE FUNCTION karuta.before_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    said json := NEW.line::json;
    beside json := said -> 'with';
BEGIN
    NEW.role := session_user;
    NEW.seq := nextval('karuta.rows_seq');
    NEW.annotator := NULL;
    NEW.kind := NULL;
    IF beside IS NULL THEN
        NEW.of_table := 'events';
        NEW.id := said ->> 'id';
        NEW.annotator := said ->> 'annotator';
        NEW.kind := said ->> 'kind';
        PERFORM karuta.check_owns('device', said ->> 'device');
        -- What Karuta confirmed by itself is bound by its device alone.
        IF NEW.annotator IS DISTINCT FROM 'karuta' OR said ->> 'source' IS DISTINCT FROM 'machine' THEN
            PERFORM karuta.check_owns('annotator', NEW.annotator);
        END IF;
    ELSIF said ->> 'id' IS NULL AND json_array_length(beside) = 1 THEN
        NEW.of_table := beside -> 0 ->> 'table';
        NEW.id := beside -> 0 ->> 'id';
    ELSE
        PERFORM karuta.refuse('a line holds more than one row');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER before_row BEFORE INSERT ON karuta.rows FOR EACH ROW EXECUTE FUNCTION karuta.before_row();

CREATE FUNCTION karuta.before_lease() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM karuta.check_owns('annotator', NEW.annotator);
    NEW.until := now() + interval '1 hour';
    -- Somebody else's as long as theirs holds; one's own is not said anew every minute.
    IF EXISTS (SELECT FROM karuta.held WHERE batch = NEW.batch
               AND (annotator <> NEW.annotator OR until > now() + interval '50 minutes')) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER before_lease BEFORE INSERT ON karuta.leases FOR EACH ROW EXECUTE FUNCTION karuta.before_lease();

CREATE FUNCTION karuta.admit(person name) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO karuta.people (role) VALUES (person) ON CONFLICT DO NOTHING;
    EXECUTE format('GRANT USAGE ON SCHEMA karuta TO %I', person);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA karuta TO %I', person);
    EXECUTE format('GRANT INSERT (kind, name) ON karuta.names TO %I', person);
    EXECUTE format('GRANT INSERT (line) ON karuta.rows TO %I', person);
    EXECUTE format('GRANT INSERT (batch, annotator) ON karuta.leases TO %I', person);
END $$;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA karuta FROM PUBLIC;

-- Version 2: crops travel on request. Who lacks one asks for its sighting; whoever has it sends it with the next push.
CREATE TABLE karuta.wanted (
    sighting text PRIMARY KEY CHECK (sighting ~ '^[0-9a-f]{32}$'),
    role name NOT NULL DEFAULT session_user);
CREATE TABLE karuta.crops (
    sighting text PRIMARY KEY REFERENCES karuta.wanted,
    crop bytea NOT NULL CHECK (octet_length(crop) <= 1000000 AND substring(crop FROM 9 FOR 4) = 'WEBP'),
    role name NOT NULL DEFAULT session_user);

CREATE OR REPLACE FUNCTION karuta.admit(person name) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO karuta.people (role) VALUES (person) ON CONFLICT DO NOTHING;
    EXECUTE format('GRANT USAGE ON SCHEMA karuta TO %I', person);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA karuta TO %I', person);
    EXECUTE format('GRANT INSERT (kind, name) ON karuta.names TO %I', person);
    EXECUTE format('GRANT INSERT (line) ON karuta.rows TO %I', person);
    EXECUTE format('GRANT INSERT (batch, annotator) ON karuta.leases TO %I', person);
    EXECUTE format('GRANT INSERT (sighting) ON karuta.wanted TO %I', person);
    EXECUTE format('GRANT INSERT (sighting, crop) ON karuta.crops TO %I', person);
END $$;
SELECT karuta.admit(role) FROM karuta.people;
UPDATE karuta.team SET version = 2;
