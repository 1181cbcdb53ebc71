//! Carrier claims: physicians and suppliers.

use bluestem_model::column::{ccw_clm_line, clm, clm_line, clm_line_prfnl};

use super::ExtensionValue::{Coding, Quantity, Units};
use super::institutional::{RECEIVED, RECORD};
use super::professional::{
    BALANCE, CARRIER_PLACE, EXTENSIONS, LINE_AMOUNTS, LINE_EXTENSIONS, PARTICIPATING, PERFORMING, PLACE,
    REFERRING, TAX, TOTAL,
};
use super::{Adjudication, DiagnosisKind, Extension, Form, Part, Role, RuleSet};
use crate::codes::variables::CARR_LINE_RDCD_PMT_PHYS_ASTN_C;
use crate::v2::eob::Defect;

/// The rules for carrier claims.
pub(super) static RULES: RuleSet = RuleSet {
    form: Form::Professional,
    code: "CARRIER",
    group: "professional",
    group_text: "Professional",
    subtype: None,
    profile: "Professional-NonClinician",
    part: Part::B,
    further: DiagnosisKind::Secondary,
    extensions: &[RECORD, EXTENSIONS],
    info: &[RECEIVED],
    balance: &[BALANCE],
    total: TOTAL,
    care_team: &[
        REFERRING,
        // BFD v2 says of this number, too, that it is an NPI.
        Role { npi: &[clm::CLM_RFRG_PRVDR_PIN_NUM], upin: None, ..REFERRING },
    ],
    line_care_team: &[
        Role {
            npi: &[clm_line::PRVDR_RNDRNG_PRVDR_NPI_NUM],
            upin: Some(ccw_clm_line::PRF_PHYSN_UPIN),
            extensions: &[PROVIDER_TYPE, PARTICIPATING],
            ..PERFORMING
        },
        Role {
            npi: &[ccw_clm_line::ORG_NPI_NUM],
            code: "primary",
            json: coding!(
                "http://terminology.hl7.org/CodeSystem/claimcareteamrole",
                "primary",
                "Primary provider"
            ),
            responsible: false,
            specialty: None,
            ..PERFORMING
        },
    ],
    line_extensions: &[TAX, UNITS, LINE_EXTENSIONS],
    place: &[PLACE, CARRIER_PLACE],
    line_adjudication: &[REDUCED, LINE_AMOUNTS],
};

const PROVIDER_TYPE: Extension =
    extension!(clm_line::CLM_RNDRG_PRVDR_TYPE_CD, CARR_LINE_PRVDR_TYPE_CD, Coding);

const UNITS: &[Extension] = &[
    extension!(clm_line_prfnl::CLM_LINE_PRFNL_MTUS_CNT, CARR_LINE_MTUS_CNT, Quantity),
    Extension {
        defect: Some(Defect::UnitCount),
        ..extension!(clm_line_prfnl::CLM_MTUS_IND_CD, CARR_LINE_MTUS_CNT, Coding)
    },
    extension!(clm_line_prfnl::CLM_MTUS_IND_CD, CARR_LINE_MTUS_CD, Coding),
    extension!(clm_line::CLM_LINE_ANSTHSA_UNIT_CNT, CARR_LINE_ANSTHSA_UNIT_CNT, Units),
];

const REDUCED: &[Adjudication] =
    &[Adjudication::Reason(clm_line_prfnl::CLM_PHYSN_ASTNT_CD, &CARR_LINE_RDCD_PMT_PHYS_ASTN_C)];
