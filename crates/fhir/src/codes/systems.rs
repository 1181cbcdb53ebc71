//! The code systems that claims use, each with the source of its texts and what becomes of unknown codes
//! (BFD v3's behaviour, code system by code system).

use super::texts::{audit_trail, claim, contractor, institutional, pharmacy, place, professional};
use super::{CodeSystem, Owned, Texts, Unknown};

macro_rules! systems {
    ($($name:ident = $url:literal, $texts:expr, $unknown:ident;)*) => {
        $(
            #[doc = concat!("`", $url, "`.")]
            pub static $name: CodeSystem = CodeSystem { url: $url, texts: $texts, unknown: Unknown::$unknown };
        )*

        /// Every system.
        pub static ALL: &[&CodeSystem] = &[$(&$name,)*];
    };
}

/// Product selection codes of NCPDP, known by code alone.
const DISPENSE_AS_WRITTEN: &[(&str, &str)] = &[
    ("0", ""),
    ("1", ""),
    ("2", ""),
    ("3", ""),
    ("4", ""),
    ("5", ""),
    ("6", ""),
    ("7", ""),
    ("8", ""),
    ("9", ""),
];

systems! {
    CLM_TYPE_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-TYPE-CD", Texts::BuiltIn(claim::CLAIM_TYPE), Keep;
    CLM_ADJSTMT_TYPE_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-ADJSTMT-TYPE-CD", Texts::BuiltIn(claim::ADJUSTMENT_TYPE), Keep;
    CLM_QUERY_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-QUERY-CD", Texts::BuiltIn(claim::QUERY), Keep;
    CLM_DISP_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-DISP-CD", Texts::BuiltIn(claim::DISPOSITION), Keep;
    CLM_NRLN_RIC_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-NRLN-RIC-CD", Texts::BuiltIn(claim::RECORD_TYPE), Keep;
    CLM_SBMT_FRMT_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-SBMT-FRMT-CD", Texts::BuiltIn(claim::SUBMISSION_FORMAT), Drop;
    PRIOR_AUTH_TYPE = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-TYPE", Texts::BuiltIn(claim::PRIOR_AUTH_TYPE), Keep;
    PA_DECISION = "https://bluebutton.cms.gov/fhir/CodeSystem/PA-DECISION", Texts::BuiltIn(claim::PRIOR_AUTH_DECISION), Keep;
    USPS_STATES = "https://www.usps.com", Texts::None, Keep;
    PRVDR_ID_QLFYR_CD = "http://bluebutton.cms.gov/fhir/CodeSystem/PRVDR-ID-QLFYR-CD", Texts::BuiltIn(claim::PROVIDER_ID_QUALIFIER), Drop;
    CLM_AUDT_TRL_STUS_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-AUDT-TRL-STUS-CD", Texts::BuiltIn(audit_trail::AUDIT_TRAIL), Drop;
    CLM_MDCR_PRFNL_PRVDR_ASGNMT_SW = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-MDCR-PRFNL-PRVDR-ASGNMT-SW", Texts::BuiltIn(professional::ASSIGNMENT), Keep;
    CLM_CNTRCTR_NUM = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-CNTRCTR-NUM", Texts::BuiltIn(contractor::CONTRACTOR), Keep;
    CLM_MDCR_INSTNL_MCO_PD_SW = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-MDCR-INSTNL-MCO-PD-SW", Texts::BuiltIn(institutional::MANAGED_CARE_PAID), Keep;
    CLM_MDCR_NPMT_RSN_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-MDCR-NPMT-RSN-CD", Texts::BuiltIn(institutional::NONPAYMENT_REASON), Keep;
    CLM_FI_ACTN_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-FI-ACTN-CD", Texts::BuiltIn(institutional::INTERMEDIARY_ACTION), Keep;
    CLM_HHA_LUP_IND_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-HHA-LUP-IND-CD", Texts::BuiltIn(institutional::LOW_UTILIZATION), Keep;
    CLM_HHA_RFRL_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-HHA-RFRL-CD", Texts::BuiltIn(institutional::HOME_HEALTH_REFERRAL), Keep;
    CLM_PPS_IND_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-PPS-IND-CD", Texts::BuiltIn(institutional::PROSPECTIVE_PAYMENT), Keep;
    CLM_OP_SRVC_TYPE_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-OP-SRVC-TYPE-CD", Texts::BuiltIn(institutional::OUTPATIENT_SERVICE), Keep;
    CLM_DDCTBL_COINSRNC_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-DDCTBL-COINSRNC-CD", Texts::BuiltIn(institutional::DEDUCTIBLE_COINSURANCE), Keep;
    CLM_CARR_PMT_DNL_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-CARR-PMT-DNL-CD", Texts::BuiltIn(professional::PAYMENT_DENIAL), Keep;
    CLM_PRVDR_TYPE_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-PRVDR-TYPE-CD", Texts::BuiltIn(professional::SUPPLIER_TYPE), Keep;
    CLM_FED_TYPE_SRVC_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-FED-TYPE-SRVC-CD", Texts::BuiltIn(professional::SERVICE_TYPE), Keep;
    CLM_PMT_80_100_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-PMT-80-100-CD", Texts::BuiltIn(professional::PAYMENT_SHARE), Keep;
    CLM_SRVC_DDCTBL_SW = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-SRVC-DDCTBL-SW", Texts::BuiltIn(professional::SERVICE_DEDUCTIBLE), Keep;
    CLM_MTUS_IND_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-MTUS-IND-CD", Texts::BuiltIn(professional::UNITS), Keep;
    CLM_PHYSN_ASTNT_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-PHYSN-ASTNT-CD", Texts::BuiltIn(professional::PHYSICIAN_ASSISTANT), Keep;
    CLM_LINE_CARR_HPSA_SCRCTY_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-LINE-CARR-HPSA-SCRCTY-CD", Texts::BuiltIn(professional::SHORTAGE_AREA), Keep;
    CLM_PRMRY_PYR_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-PRMRY-PYR-CD", Texts::BuiltIn(professional::PRIMARY_PAYER), Keep;
    CLM_PRCSG_IND_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-PRCSG-IND-CD", Texts::BuiltIn(professional::PROCESSING), Keep;
    CLM_PRVDR_SPCLTY_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-PRVDR-SPCLTY-CD", Texts::BuiltIn(super::specialty::TEXTS), Drop;
    CLM_PRCNG_LCLTY_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-PRCNG-LCLTY-CD", Texts::BuiltIn(place::PRICING_LOCALITY), Keep;
    PLACE_OF_SERVICE = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set", Texts::BuiltIn(place::PLACE_OF_SERVICE), Keep;
    CLM_PHRMCY_SRVC_TYPE_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-PHRMCY-SRVC-TYPE-CD", Texts::BuiltIn(pharmacy::PHARMACY_SERVICE), Keep;
    CLM_BRND_GNRC_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-BRND-GNRC-CD", Texts::BuiltIn(pharmacy::BRAND_GENERIC), Keep;
    NCPDP_BRAND_GENERIC = "http://terminology.hl7.org/CodeSystem/NCPDPBrandGenericIndicator", Texts::BuiltIn(pharmacy::BRAND_GENERIC), Keep;
    CLM_PTNT_RSDNC_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-PTNT-RSDNC-CD", Texts::BuiltIn(pharmacy::RESIDENCE), Keep;
    CLM_LTC_DSPNSNG_MTHD_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-LTC-DSPNSNG-MTHD-CD", Texts::BuiltIn(pharmacy::SUBMISSION_CLARIFICATION), Keep;
    CLM_CMPND_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-CMPND-CD", Texts::BuiltIn(pharmacy::COMPOUND), Keep;
    NCPDP_COMPOUND = "http://terminology.hl7.org/CodeSystem/NCPDPCompoundCode", Texts::BuiltIn(pharmacy::COMPOUND), Keep;
    CLM_DRUG_CVRG_STUS_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-DRUG-CVRG-STUS-CD", Texts::BuiltIn(pharmacy::DRUG_COVERAGE), Keep;
    CLM_CTSTRPHC_CVRG_IND_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-CTSTRPHC-CVRG-IND-CD", Texts::BuiltIn(pharmacy::CATASTROPHIC_COVERAGE), Keep;
    CLM_REV_CNTR_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-REV-CNTR-CD", Texts::Owned(Owned::Revenue), Keep;
    CLM_RLT_COND_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-RLT-COND-CD", Texts::Owned(Owned::Condition), Keep;
    BENE_PTNT_STUS_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/BENE-PTNT-STUS-CD", Texts::Owned(Owned::DischargeStatus), Keep;
    CLM_ADMSN_SRC_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-ADMSN-SRC-CD", Texts::Owned(Owned::PointOfOrigin), Keep;
    ANSI_GRP_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/ANSI-GRP-CD", Texts::Owned(Owned::AdjustmentGroup), Keep;
    ANSI_RSN_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/ANSI-RSN-CD", Texts::Owned(Owned::AdjustmentReason), Keep;
    CLM_PD_STUS_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-PD-STUS-CD", Texts::None, Keep;
    CLM_ADMSN_TYPE_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-ADMSN-TYPE-CD", Texts::None, Keep;
    CLM_BNFT_ENHNCMT_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-BNFT-ENHNCMT-CD", Texts::None, Keep;
    CLM_BNFT_ENHNCMT_CD_SWITCH = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-BNFT-ENHNCMT-CD-SWITCH", Texts::None, Keep;
    CLM_NCH_PRMRY_PYR_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-NCH-PRMRY-PYR-CD", Texts::None, Keep;
    US_FIPS_STATE_CODES = "https://bluebutton.cms.gov/fhir/CodeSystem/US-FIPS-STATE-CODES", Texts::None, Keep;
    CLM_LINE_RX_ORGN_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-LINE-RX-ORGN-CD", Texts::None, Keep;
    CLM_OTAF_ONE_IND_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-OTAF-ONE-IND-CD", Texts::None, Keep;
    CLM_REV_CNTR_STUS_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-REV-CNTR-STUS-CD", Texts::None, Keep;
    CLM_REV_DSCNT_IND_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-REV-DSCNT-IND-CD", Texts::None, Keep;
    CLM_REV_PACKG_IND_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-REV-PACKG-IND-CD", Texts::None, Keep;
    CLM_REV_PMT_MTHD_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-REV-PMT-MTHD-CD", Texts::None, Keep;
    CLM_BILL_FAC_TYPE_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-BILL-FAC-TYPE-CD", Texts::None, Keep;
    CLM_BILL_CLSFCTN_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-BILL-CLSFCTN-CD", Texts::None, Keep;
    CLM_BILL_FREQ_CD = "https://bluebutton.cms.gov/fhir/CodeSystem/CLM-BILL-FREQ-CD", Texts::None, Keep;
    NUBC_TYPE_OF_BILL = "https://www.nubc.org/CodeSystem/TypeOfBill", Texts::None, Keep;
    NUBC_POINT_OF_ORIGIN = "https://www.nubc.org/CodeSystem/PointOfOrigin", Texts::None, Keep;
    NUBC_DISCHARGE_STATUS = "https://www.nubc.org/CodeSystem/PatDischargeStatus", Texts::None, Keep;
    NUBC_ADMISSION_TYPE = "https://www.nubc.org/CodeSystem/PriorityTypeOfAdmitOrVisit", Texts::Owned(Owned::AdmissionType), Keep;
    NUBC_REVENUE = "https://www.nubc.org/CodeSystem/RevenueCodes", Texts::None, Keep;
    X12_ADJUSTMENT_GROUP = "https://x12.org/codes/claim-adjustment-group-codes", Texts::None, Keep;
    X12_ADJUSTMENT_REASON = "https://x12.org/codes/claim-adjustment-reason-codes", Texts::None, Keep;
    MS_DRG = "https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/AcuteInpatientPPS/MS-DRG-Classifications-and-Software", Texts::None, Keep;
    NCPDP_ORIGIN = "http://terminology.hl7.org/CodeSystem/NCPDPPrescriptionOriginCode", Texts::None, Keep;
    NUCC = "http://nucc.org/provider-taxonomy", Texts::Owned(Owned::Taxonomy), Keep;
    ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm", Texts::Owned(Owned::Icd10Diagnosis), Keep;
    ICD_9_CM = "http://hl7.org/fhir/sid/icd-9-cm", Texts::Owned(Owned::Icd9), Keep;
    ICD_10_PCS = "http://www.cms.gov/Medicare/Coding/ICD10", Texts::Owned(Owned::Icd10Procedure), Keep;
    PRESENT_ON_ADMISSION = "https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/HospitalAcqCond/Coding", Texts::None, Keep;
    CPT = "http://www.ama-assn.org/go/cpt", Texts::None, Keep;
    HCPCS = "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", Texts::None, Keep;
    HIPPS = "https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/ProspMedicareFeeSvcPmtGen/HIPPSCodes", Texts::None, Keep;
    NDC = "http://hl7.org/fhir/sid/ndc", Texts::Owned(Owned::Drug), Keep;
    NCPDP_DAW = "http://terminology.hl7.org/CodeSystem/NCPDPDispensedAsWrittenOrProductSelectionCode", Texts::BuiltIn(DISPENSE_AS_WRITTEN), Drop;
}
