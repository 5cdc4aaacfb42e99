"""When something happens anywhere, keep what a report needs of it."""

from shared.events.billing import (
    ContractSigned,
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
)
from shared.handlers import Handlers

from reporting.projections import billing, contacts, volunteers

handlers = Handlers(
    service="reporting",
    rebuilds=True,
    batches={
        ContactHandled: contacts.project_contacts_on_contact_handled,
        ContactCorrected: contacts.project_contacts_on_contact_corrected,
        ContactMissed: contacts.project_missed_attempts_on_contact_missed,
        ReferralMade: contacts.project_referrals_on_referral_made,
        LocationOpened: volunteers.project_locations_on_location_opened,
        VolunteerAdmitted: volunteers.project_volunteers_on_volunteer_admitted,
        ShiftOpened: volunteers.project_shifts_on_shift_opened,
        ShiftFilled: volunteers.project_places_on_shift_filled,
        ShiftReleased: volunteers.project_places_on_shift_released,
        ShiftCancelled: volunteers.project_cancellations_on_shift_cancelled,
        MunicipalityRegistered: billing.project_municipalities_on_municipality_registered,
        ContractSigned: billing.project_contracts_on_contract_signed,
        ParticipationSettled: billing.project_settlements_on_participation_settled,
        InvoiceIssued: billing.project_invoices_on_invoice_issued,
    },
)
