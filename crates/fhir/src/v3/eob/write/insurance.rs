//! Insurer, insurance and payment.

use bluestem_model::column::{View, clm, cntrct_pbp_num};
use bluestem_model::version::Version;

use super::Claim;
use crate::datatype::dollars;
use crate::json::Json;
use crate::v3::coverage::{Part, Plan};
use crate::v3::eob::rules::Family;

/// The reference to the contained insurer.
pub(super) const INSURER: &str = r##"{"reference":"#insurer-org"}"##;

/// Whom an insurer is called when the plan's own name is not known.
const MEDICARE: &str = "Centers for Medicare and Medicaid Services";

/// The profiles of a contained organization.
pub(super) const ORGANIZATION_META: &str = concat!(
    r#"{"profile":["http://hl7.org/fhir/us/carin-bb/StructureDefinition/C4BB-Organization|2.2.0","#,
    r#""http://hl7.org/fhir/us/core/StructureDefinition/us-core-organization|7.0.0"]}"#
);

/// The contained insurer: Medicare, or the plan of a Part D event.
pub(super) fn contained_insurer(json: &mut Json<'_>, claim: &Claim<'_>) {
    let plan = match claim.rules.family {
        Family::Pharmacy => plan_name(claim),
        Family::Institutional | Family::Professional => None,
    };
    insurer(json, plan.unwrap_or(MEDICARE));
}

/// The contained insurer of what is asked of Medicare itself.
pub(super) fn contained_medicare(json: &mut Json<'_>) {
    insurer(json, MEDICARE);
}

fn insurer(json: &mut Json<'_>, name: &str) {
    json.element(|json| {
        json.text("resourceType", "Organization");
        json.text("id", "insurer-org");
        json.raw_member("meta", ORGANIZATION_META);
        json.key("active");
        json.bool(true);
        json.text("name", name);
    });
}

fn plan_name<'c>(claim: &Claim<'c>) -> Option<&'c str> {
    let contract = claim.record.text(clm::CLM_SBMTR_CNTRCT_NUM)?;
    let package = claim.record.text(clm::CLM_SBMTR_CNTRCT_PBP_NUM);
    let mut plans = claim.record.record().rows_of(View::CntrctPbpNum);
    plans
        .find(|plan| {
            plan.text(cntrct_pbp_num::CNTRCT_NUM) == Some(contract)
                && plan.text(cntrct_pbp_num::CNTRCT_PBP_NUM) == package
        })?
        .text(cntrct_pbp_num::CNTRCT_PBP_NAME)
}

/// The one `insurance`: the part of Medicare that the claim was made to.
pub(super) fn write(json: &mut Json<'_>, claim: &Claim<'_>) {
    let part = match claim.rules.family {
        Family::Pharmacy => Part::D,
        family => match claim.record.text(claim.rules.record_type) {
            Some("U" | "V") => Part::A,
            Some("M" | "O" | "W") => Part::B,
            _ if family == Family::Professional => Part::B,
            _ => Part::A,
        },
    };
    of_part(json, claim, part);
}

/// The `insurance` with a part of Medicare. It refers to the Coverage if there is one.
pub(super) fn of_part(json: &mut Json<'_>, claim: &Claim<'_>, part: Part) {
    json.element(|json| {
        json.key("focal");
        json.bool(true);
        json.object("coverage", |json| {
            reference(json, claim, part);
            json.text("display", part.name());
        });
    });
}

/// The reference to the coverage that the claim is under, if it is among those that a read finds. Of Part D the
/// plan counts too.
fn reference(json: &mut Json<'_>, claim: &Claim<'_>, part: Part) {
    let person = claim.stored.subject;
    let known = claim.options.coverages.iter();
    let mut own = known.filter(|id| id.person == person && id.part == part);
    let person = &person.text(Version::V3.home());
    if part != Part::D {
        if own.next().is_some() {
            json.key("reference");
            json.joined(&["Coverage/", part.prefix(), "-", person]);
        }
        return;
    }
    let columns = [clm::CLM_SBMTR_CNTRCT_NUM, clm::CLM_SBMTR_CNTRCT_PBP_NUM];
    let [Some(contract), Some(package)] = columns.map(|column| claim.record.text(column)) else { return };
    let same = |plan: &Plan| plan.contract == contract && plan.package == package;
    if own.any(|id| id.plan.as_ref().is_some_and(same)) {
        json.key("reference");
        json.joined(&["Coverage/", part.prefix(), "-", person, "-", contract, "-", package]);
    }
}

/// `payment`. BFD v3 gives the amount of Part D events nowhere.
pub(super) fn payment(json: &mut Json<'_>, claim: &Claim<'_>) {
    json.object("payment", |json| {
        json.optional_text("date", claim.record.date_text(clm::CLM_PD_DT));
        let amount = claim.record.money(clm::CLM_PMT_AMT);
        if let Some(amount) = amount.filter(|_| claim.rules.family != Family::Pharmacy) {
            dollars(json, "amount", amount);
        }
    });
}
