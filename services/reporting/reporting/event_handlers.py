"""When an event arrives, project what a report needs of it."""

from shared.events.billing import (
    ContractSigned,
    CreditNoteIssued,
    InvoiceIssued,
    MunicipalityRegistered,
    ParticipationSettled,
)
from shared.events.contacts import (
    ContactCorrected,
    ContactHandled,
    ContactMissed,
    HandoverSettled,
    ReferralMade,
)
from shared.events.volunteers import (
    EvaluationHeld,
    LocationOpened,
    ShiftAtRisk,
    ShiftCancelled,
    ShiftFilled,
    ShiftOpened,
    ShiftReleased,
    TrainingAttended,
    VolunteerAdmitted,
    VolunteerApplied,
    VolunteerLeft,
    VolunteerSuspended,
)
from shared.handlers import Handlers, when

from reporting.projections import billing, contacts, volunteers
from reporting.projections.positions import number_batch

handlers = Handlers(
    service="reporting",
    rebuilds=True,
    number_batch=number_batch,
    table=[
        when(
            ContactHandled, ContactCorrected,
            do=contacts.project_contacts_on_contact_handled_or_corrected,
        ),
        when(ContactMissed, do=contacts.project_missed_attempts_on_contact_missed),
        when(ReferralMade, do=contacts.project_referrals_on_referral_made),
        when(HandoverSettled, do=contacts.project_handovers_on_handover_settled),
        when(LocationOpened, do=volunteers.project_locations_on_location_opened),
        when(
            VolunteerApplied, VolunteerAdmitted, VolunteerSuspended, VolunteerLeft,
            do=volunteers.project_volunteers_on_volunteer_changed,
        ),
        when(TrainingAttended, do=volunteers.project_attendances_on_training_attended),
        when(EvaluationHeld, do=volunteers.project_evaluations_on_evaluation_held),
        when(
            ShiftOpened, ShiftFilled, ShiftReleased, ShiftCancelled,
            do=volunteers.project_shifts_on_shift_changed,
        ),
        when(ShiftAtRisk, do=volunteers.project_risks_on_shift_at_risk),
        when(
            MunicipalityRegistered, do=billing.project_municipalities_on_municipality_registered
        ),
        when(ContractSigned, do=billing.project_contracts_on_contract_signed),
        when(ParticipationSettled, do=billing.project_settlements_on_participation_settled),
        when(
            InvoiceIssued, CreditNoteIssued,
            do=billing.project_invoices_on_invoice_or_credit_note_issued,
        ),
    ],
)  # fmt: skip
