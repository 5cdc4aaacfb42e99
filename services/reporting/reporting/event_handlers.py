"""When an event arrives, project what a report needs of it."""

from shared.events.billing import (
    ContractSigned,
    CreditNoteIssued,
    InvoiceIssued,
    MunicipalityRegistered,
    ParticipationSettled,
)
from shared.events.contacts import ContactCorrected, ContactHandled, ContactMissed, ReferralMade
from shared.events.volunteers import (
    LocationOpened,
    ShiftCancelled,
    ShiftFilled,
    ShiftOpened,
    ShiftReleased,
    VolunteerAdmitted,
    VolunteerLeft,
    VolunteerSuspended,
)
from shared.handlers import Handlers, when

from reporting.projections import billing, contacts, volunteers

handlers = Handlers(
    service="reporting",
    rebuilds=True,
    table=[
        when(
            ContactHandled, ContactCorrected,
            do=contacts.project_contacts_on_contact_handled_or_corrected,
        ),
        when(ContactMissed, do=contacts.project_missed_attempts_on_contact_missed),
        when(ReferralMade, do=contacts.project_referrals_on_referral_made),
        when(LocationOpened, do=volunteers.project_locations_on_location_opened),
        when(
            VolunteerAdmitted, VolunteerSuspended, VolunteerLeft,
            do=volunteers.project_volunteers_on_volunteer_changed,
        ),
        when(
            ShiftOpened, ShiftFilled, ShiftReleased, ShiftCancelled,
            do=volunteers.project_shifts_on_shift_changed,
        ),
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
