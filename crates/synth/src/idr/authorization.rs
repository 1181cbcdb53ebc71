//! Prior authorizations: one row a segment.

use bluestem_model::column::prauc;

use super::table::Moment;
use super::tables::Tables;
use crate::SynthError;
use crate::truth::authorization::Authorization;
use crate::truth::person::Person;

pub(super) fn write(
    tables: &mut Tables,
    person: &Person,
    request: &Authorization<'_>,
) -> Result<(), SynthError> {
    let Some(mbi) = person.mbis.last() else { return Ok(()) };
    let provider_name = request.provider.display();
    let segments = i64::try_from(request.segments.len()).unwrap_or(0);
    for (segment, number) in request.segments.iter().zip(1_i64..) {
        tables
            .prauc
            .set(prauc::MBI_NUM, &mbi.value)
            .set(prauc::UTN, &request.tracking_number)
            .set(prauc::SEGMENT_COUNT, segments)
            .set(prauc::CURRENT_SEGMENT, number)
            .set(prauc::UTN_VALID_ST_DT, request.valid.from)
            .set(prauc::UTN_VALID_EN_DT, request.valid.until)
            .set(prauc::PA_IND, "H002")
            .set(prauc::CLM_TYPE, request.kind)
            .set(prauc::HCPCS_OR_CPT_OR_HIPPS, segment.service)
            .set(prauc::MAC_ID, "01011")
            .set(prauc::ICN_DCN, &request.control_number)
            .set(prauc::PA_DT_ADDED, request.received)
            .set(prauc::PA_DT_UPDATED, request.decided)
            .set(prauc::SERVICE_CNTS, segment.count)
            .set(prauc::PA_DECISION, segment.decision)
            .set(prauc::PA_REQ_SUB_DT, request.requested)
            .set(prauc::PA_REQ_REC_DT, request.received)
            .set(prauc::PA_DECISION_DT, request.decided)
            .set(prauc::PA_DECISION_EXP_DT, request.valid.until)
            .set(prauc::ORDER_REFER_NPI, &request.referring.npi)
            .set(prauc::RENDER_NPI, &request.rendering.npi)
            .set(prauc::ATT_PHY_NPI, &request.rendering.npi)
            .set(prauc::SVC_RENDER_ST, request.provider.place.state)
            .set(prauc::PLACE_OF_SERV, request.place)
            .set(prauc::NPI, &request.provider.npi)
            .set(prauc::NAME, &provider_name)
            .set(prauc::CMS_CERT, &request.provider.certification)
            .set(prauc::TOB, request.bill)
            .set(prauc::IDR_INSRT_TS, Moment(request.decided))
            .end()?;
    }
    Ok(())
}
