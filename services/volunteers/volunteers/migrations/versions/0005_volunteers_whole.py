"""From applicant to a filled night shift: the tables, and what is new in those of before."""

from shared.migrations import build_indexes, execute

revision = "0005"
down_revision = "0004"
# A release of before would admit somebody without a state, and give a place to who is suspended.
works_with = "0005"

ORGANISATION = """
ALTER TABLE location ADD desks smallint NOT NULL DEFAULT 6 CHECK (desks BETWEEN 1 AND 200),
    ADD closed_on date, ADD merged_into uuid REFERENCES location,
    ADD version int NOT NULL DEFAULT 1;
CREATE TABLE institution (
    institution_id uuid PRIMARY KEY, name text NOT NULL,
    form text NOT NULL CHECK (form IN ('association_member', 'foundation')),
    first_day date NOT NULL, last_day date, merged_into uuid REFERENCES institution
);
CREATE UNIQUE INDEX institution_name ON institution (lower(name));
CREATE TABLE location_membership (
    location_id uuid NOT NULL REFERENCES location, first_day date NOT NULL,
    institution_id uuid NOT NULL REFERENCES institution, last_day date,
    PRIMARY KEY (location_id, first_day)
);
CREATE TABLE location_change (
    change_id uuid PRIMARY KEY, kind text NOT NULL CHECK (kind IN ('merge', 'move')),
    location_id uuid NOT NULL REFERENCES location, into_id uuid NOT NULL, on_day date NOT NULL,
    planned_at timestamptz NOT NULL, done_at timestamptz
);
CREATE INDEX location_change_waiting ON location_change (on_day) WHERE done_at IS NULL;
"""
PEOPLE = """
CREATE TABLE person (
    person_id uuid PRIMARY KEY, sealed bytea NOT NULL,
    language text NOT NULL CHECK (language IN ('nl', 'en')),
    by_mail boolean NOT NULL, by_push boolean NOT NULL, reminder_hours smallint NOT NULL,
    changed_at timestamptz NOT NULL, version int NOT NULL
);
CREATE TABLE person_key (
    person_id uuid PRIMARY KEY, wrapped bytea NOT NULL, wrapped_with text NOT NULL
);
CREATE TABLE erasure (person_id uuid PRIMARY KEY, erased_at timestamptz NOT NULL);
CREATE TABLE mandate (
    mandate_id uuid PRIMARY KEY, subject_hash text NOT NULL,
    role text NOT NULL CHECK (role IN ('listener', 'coordinator', 'trainer')),
    volunteer_id uuid REFERENCES volunteer, location_id uuid REFERENCES location,
    first_day date NOT NULL, last_day date, made_at timestamptz NOT NULL,
    CHECK ((role = 'listener') = (volunteer_id IS NOT NULL)),
    CHECK ((role = 'listener') = (location_id IS NULL))
);
CREATE INDEX mandate_by_subject ON mandate (subject_hash);
CREATE INDEX mandate_by_volunteer ON mandate (volunteer_id) WHERE volunteer_id IS NOT NULL;
CREATE TABLE notice (
    notice_id uuid PRIMARY KEY, person_id uuid NOT NULL, kind text NOT NULL,
    about_id uuid NOT NULL, due_at timestamptz NOT NULL, expires_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'sent', 'dropped', 'failed')),
    attempts smallint NOT NULL, next_at timestamptz NOT NULL, sent_at timestamptz, problem text
);
CREATE UNIQUE INDEX notice_once ON notice (person_id, kind, about_id, due_at);
CREATE INDEX notice_waiting ON notice (next_at) WHERE state = 'waiting';
CREATE INDEX notice_by_age ON notice (due_at);
CREATE TABLE push_subscription (
    subscription_id uuid PRIMARY KEY, person_id uuid NOT NULL, sealed bytea NOT NULL,
    made_at timestamptz NOT NULL
);
CREATE INDEX push_subscription_by_person ON push_subscription (person_id);
CREATE TABLE calendar_feed (
    feed_id uuid PRIMARY KEY, secret_hash bytea NOT NULL,
    volunteer_id uuid REFERENCES volunteer, location_id uuid REFERENCES location,
    made_at timestamptz NOT NULL, CHECK ((volunteer_id IS NULL) <> (location_id IS NULL))
);
CREATE UNIQUE INDEX calendar_feed_secret ON calendar_feed (secret_hash);
CREATE UNIQUE INDEX calendar_feed_by_volunteer ON calendar_feed (volunteer_id);
CREATE UNIQUE INDEX calendar_feed_by_location ON calendar_feed (location_id);
"""
# Who had begun before goes on from where they are: nobody is asked for an interview afterwards.
THE_WAY = """
CREATE TABLE cohort (
    cohort_id uuid PRIMARY KEY, location_id uuid NOT NULL REFERENCES location,
    first_day date NOT NULL, last_day date NOT NULL, places smallint NOT NULL,
    CHECK (first_day <= last_day)
);
ALTER TABLE volunteer ADD state text NOT NULL DEFAULT 'applied'
        CHECK (state IN ('applied', 'interviewed', 'in_training', 'in_practice', 'active',
            'paused', 'suspended', 'left')),
    ADD signed_off_channels text[] NOT NULL DEFAULT '{}',
    ADD admitted_channels text[] NOT NULL DEFAULT '{}',
    ADD mentor_id uuid, ADD cohort_id uuid, ADD paused_until date, ADD external_reference text;
UPDATE volunteer SET
    state = CASE WHEN admitted_at IS NOT NULL THEN 'active'
        WHEN cardinality(modules_done) = 13 THEN 'in_practice'
        WHEN cardinality(modules_done) > 0 THEN 'in_training' ELSE 'applied' END,
    signed_off_channels = CASE WHEN signed_off_by IS NOT NULL THEN channels ELSE '{}' END,
    admitted_channels = CASE WHEN admitted_at IS NOT NULL THEN channels ELSE '{}' END;
CREATE UNIQUE INDEX volunteer_external_reference ON volunteer (external_reference);
CREATE INDEX volunteer_by_location ON volunteer (location_id, volunteer_id);
CREATE INDEX volunteer_by_cohort ON volunteer (cohort_id) WHERE cohort_id IS NOT NULL;
CREATE TABLE volunteer_step (
    volunteer_id uuid NOT NULL REFERENCES volunteer, number int NOT NULL, step text NOT NULL,
    state text NOT NULL, on_day date NOT NULL, taken_at timestamptz NOT NULL,
    PRIMARY KEY (volunteer_id, number)
);
CREATE TABLE selection_interview (
    volunteer_id uuid NOT NULL REFERENCES volunteer, held_on date NOT NULL,
    scores smallint[] NOT NULL CHECK (cardinality(scores) = 8),
    outcome text NOT NULL CHECK (outcome IN ('accepted', 'declined')),
    recorded_at timestamptz NOT NULL, PRIMARY KEY (volunteer_id, held_on)
);
"""
CARE = """
CREATE TABLE supervisor (
    supervisor_id uuid PRIMARY KEY, location_id uuid NOT NULL REFERENCES location,
    competencies text[] NOT NULL, first_day date NOT NULL, last_day date
);
CREATE TABLE certificate (
    certificate_id uuid PRIMARY KEY, supervisor_id uuid NOT NULL REFERENCES supervisor,
    kind text NOT NULL, issued_on date NOT NULL, last_day date NOT NULL
);
CREATE INDEX certificate_by_supervisor ON certificate (supervisor_id);
CREATE TABLE evaluation (
    evaluation_id uuid PRIMARY KEY, volunteer_id uuid NOT NULL REFERENCES volunteer,
    supervisor_id uuid REFERENCES supervisor, due_on date NOT NULL, planned_on date,
    held_on date, reflection bytea, agreed bytea, version int NOT NULL
);
CREATE UNIQUE INDEX evaluation_open ON evaluation (volunteer_id) WHERE held_on IS NULL;
CREATE INDEX evaluation_by_volunteer ON evaluation (volunteer_id, due_on);
CREATE INDEX evaluation_due ON evaluation (due_on) WHERE held_on IS NULL;
CREATE TABLE half_day_session (
    session_id uuid PRIMARY KEY, location_id uuid NOT NULL REFERENCES location,
    kind text NOT NULL CHECK (kind IN ('intervision', 'training')), on_day date NOT NULL,
    half_days smallint NOT NULL CHECK (half_days IN (1, 2)), invited uuid[] NOT NULL
);
CREATE INDEX half_day_session_by_day ON half_day_session (on_day);
CREATE TABLE half_day (
    volunteer_id uuid NOT NULL REFERENCES volunteer,
    session_id uuid NOT NULL REFERENCES half_day_session, attendance_id uuid NOT NULL,
    on_day date NOT NULL, half_days smallint NOT NULL CHECK (half_days IN (1, 2)),
    PRIMARY KEY (volunteer_id, session_id)
);
CREATE INDEX half_day_by_day ON half_day (on_day);
CREATE TABLE after_care (
    contact_id uuid PRIMARY KEY, volunteer_id uuid NOT NULL, contact_day date NOT NULL,
    heavy boolean NOT NULL, sequence text NOT NULL, mentor_id uuid, called_on date
);
CREATE INDEX after_care_open ON after_care (contact_day) WHERE heavy AND called_on IS NULL;
CREATE INDEX after_care_by_day ON after_care (contact_day);
"""
FILLING = """
CREATE TABLE availability (
    volunteer_id uuid PRIMARY KEY REFERENCES volunteer,
    wishes smallint[] NOT NULL CHECK (cardinality(wishes) = 42 AND 0 <= ALL (wishes)
        AND 2 >= ALL (wishes)),
    most_per_week smallint NOT NULL CHECK (most_per_week BETWEEN 0 AND 5),
    most_nights_per_month smallint NOT NULL CHECK (most_nights_per_month BETWEEN 0 AND 31),
    from_home boolean NOT NULL, changed_at timestamptz NOT NULL, version int NOT NULL
);
CREATE INDEX availability_changed ON availability (changed_at);
CREATE TABLE absence (
    absence_id uuid PRIMARY KEY, volunteer_id uuid NOT NULL REFERENCES volunteer,
    first_day date NOT NULL, last_day date NOT NULL, changed_at timestamptz NOT NULL,
    CHECK (first_day <= last_day)
);
CREATE INDEX absence_by_volunteer ON absence (volunteer_id, last_day);
CREATE INDEX absence_changed ON absence (changed_at);
ALTER TABLE shift ADD experienced_needed smallint NOT NULL DEFAULT 0
        CHECK (experienced_needed BETWEEN 0 AND needed),
    ADD team_only boolean NOT NULL DEFAULT false, ADD home_allowed boolean NOT NULL DEFAULT false,
    ADD planned boolean NOT NULL DEFAULT false,
    ADD fixed_checked_at timestamptz DEFAULT now();
ALTER TABLE shift ALTER fixed_checked_at DROP DEFAULT;
ALTER TABLE place ADD source text NOT NULL DEFAULT 'coordinator',
    ADD from_home boolean NOT NULL DEFAULT false;
CREATE TABLE waiting_place (
    shift_id uuid NOT NULL REFERENCES shift, volunteer_id uuid NOT NULL REFERENCES volunteer,
    since timestamptz NOT NULL, from_home boolean NOT NULL, PRIMARY KEY (shift_id, volunteer_id)
);
CREATE INDEX waiting_place_by_volunteer ON waiting_place (volunteer_id);
CREATE TABLE standby (
    shift_id uuid NOT NULL REFERENCES shift, volunteer_id uuid NOT NULL REFERENCES volunteer,
    kind text NOT NULL CHECK (kind IN ('standby', 'stay_on')), since timestamptz NOT NULL,
    PRIMARY KEY (shift_id, volunteer_id)
);
CREATE INDEX standby_by_volunteer ON standby (volunteer_id);
CREATE TABLE fixed_shift (
    fixed_id uuid PRIMARY KEY, volunteer_id uuid NOT NULL REFERENCES volunteer,
    location_id uuid NOT NULL REFERENCES location, channels text[] NOT NULL,
    day_part text NOT NULL, every_weeks smallint NOT NULL CHECK (every_weeks IN (1, 2, 4)),
    first_day date NOT NULL, last_day date
);
CREATE INDEX fixed_shift_by_volunteer ON fixed_shift (volunteer_id);
CREATE INDEX fixed_shift_by_location ON fixed_shift (location_id);
CREATE TABLE swap (
    swap_id uuid PRIMARY KEY, proposed_by uuid REFERENCES volunteer,
    state text NOT NULL
        CHECK (state IN ('proposed', 'done', 'refused', 'withdrawn', 'lapsed')),
    proposed_at timestamptz NOT NULL, expires_at timestamptz NOT NULL, settled_at timestamptz
);
CREATE INDEX swap_open ON swap (expires_at) WHERE state = 'proposed';
CREATE TABLE swap_leg (
    swap_id uuid NOT NULL REFERENCES swap, number smallint NOT NULL CHECK (number BETWEEN 1 AND 3),
    volunteer_id uuid REFERENCES volunteer, gives uuid REFERENCES shift,
    takes uuid REFERENCES shift, agreed_at timestamptz, PRIMARY KEY (swap_id, number)
);
CREATE INDEX swap_leg_by_volunteer ON swap_leg (volunteer_id);
"""
ASKING = """
CREATE TABLE forecast_day (
    day date NOT NULL, channel text NOT NULL,
    quarters double precision[] NOT NULL CHECK (cardinality(quarters) = 96),
    sequence text NOT NULL, PRIMARY KEY (day, channel)
);
CREATE TABLE offer (
    offer_id uuid PRIMARY KEY, shift_id uuid NOT NULL REFERENCES shift,
    volunteer_id uuid NOT NULL REFERENCES volunteer,
    reason text NOT NULL CHECK (reason IN ('proposal', 'at_risk', 'surge', 'asked')),
    source_id uuid NOT NULL,
    state text NOT NULL
        CHECK (state IN ('open', 'accepted', 'declined', 'lapsed', 'withdrawn')),
    made_at timestamptz NOT NULL, expires_at timestamptz NOT NULL, answered_at timestamptz
);
CREATE UNIQUE INDEX offer_open ON offer (volunteer_id, shift_id) WHERE state = 'open';
CREATE INDEX offer_by_moment ON offer (made_at, offer_id);
CREATE INDEX offer_by_shift ON offer (shift_id);
CREATE INDEX offer_by_source ON offer (source_id);
CREATE INDEX offer_by_volunteer ON offer (volunteer_id, made_at);
CREATE INDEX offer_expiring ON offer (expires_at) WHERE state = 'open';
CREATE INDEX offer_answered ON offer (answered_at) WHERE answered_at IS NOT NULL;
CREATE TABLE roster_proposal (
    proposal_id uuid PRIMARY KEY, first_day date NOT NULL, last_day date NOT NULL,
    location_ids uuid[] NOT NULL,
    seconds_most smallint NOT NULL CHECK (seconds_most BETWEEN 1 AND 600),
    state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    asked_at timestamptz NOT NULL, started_at timestamptz, heartbeat_at timestamptz,
    stop_asked_at timestamptz, ended_at timestamptz, objective double precision,
    bound double precision, progress jsonb NOT NULL, gaps jsonb NOT NULL, prices jsonb NOT NULL
);
CREATE INDEX roster_proposal_open ON roster_proposal (asked_at)
    WHERE state IN ('waiting', 'running');
CREATE TABLE proposed_place (
    proposal_id uuid NOT NULL REFERENCES roster_proposal, shift_id uuid NOT NULL REFERENCES shift,
    volunteer_id uuid NOT NULL REFERENCES volunteer,
    state text NOT NULL CHECK (state IN ('proposed', 'offered', 'left_out')),
    PRIMARY KEY (proposal_id, shift_id, volunteer_id)
);
CREATE INDEX proposed_place_by_volunteer ON proposed_place (volunteer_id);
CREATE TABLE risk (
    shift_id uuid NOT NULL REFERENCES shift, hours smallint NOT NULL CHECK (hours IN (72, 24, 4)),
    told_at timestamptz NOT NULL, holes smallint NOT NULL, waves smallint NOT NULL,
    next_wave_at timestamptz, asked int NOT NULL, accepted int NOT NULL, filled_at timestamptz,
    PRIMARY KEY (shift_id, hours)
);
CREATE INDEX risk_waves ON risk (next_wave_at) WHERE next_wave_at IS NOT NULL;
CREATE INDEX risk_by_moment ON risk (told_at);
CREATE TABLE surge (
    surge_id uuid PRIMARY KEY, line text NOT NULL, region text NOT NULL,
    since timestamptz NOT NULL, until timestamptz, listeners_wanted int NOT NULL,
    sequence text NOT NULL, next_wave_at timestamptz, asked int NOT NULL, accepted int NOT NULL
);
CREATE TABLE presence (
    shift_id uuid NOT NULL, volunteer_id uuid NOT NULL, location_id uuid NOT NULL,
    first_at timestamptz NOT NULL, last_at timestamptz NOT NULL, is_present boolean NOT NULL,
    sequence text NOT NULL, PRIMARY KEY (shift_id, volunteer_id)
);
CREATE INDEX presence_by_day ON presence (first_at);
CREATE INDEX presence_by_volunteer ON presence (volunteer_id);
"""
# Large tables of before: built while the service writes.
INDEXES = {
    "shift_fixed_unchecked": "shift (starts_at)"
    " WHERE fixed_checked_at IS NULL AND cancelled_at IS NULL",
}


def upgrade() -> None:
    for statements in (ORGANISATION, PEOPLE, THE_WAY, CARE, FILLING, ASKING):
        execute(statements)
    build_indexes(INDEXES)
