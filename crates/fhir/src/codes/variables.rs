//! The variables of the Chronic Conditions Warehouse (CCW) that v2 names: each is a code system, an extension and a
//! code of supporting information, adjudications and balances.

use super::texts::codebook::{institutional, person, pharmacy, professional};
use super::{CodeSystem, Owned, Texts, Unknown};

/// A variable.
#[derive(Debug)]
pub struct Variable {
    /// The last part of its URL.
    pub id: &'static str,
    /// What the CCW's codebook calls it.
    pub label: &'static str,
    /// Its URL, and the texts of its codes. Where the codebook has two texts for a code, there is none here.
    pub system: CodeSystem,
}

macro_rules! variables {
    ($($name:ident = $id:literal, $label:literal, $texts:expr;)*) => {
        $(
            #[doc = concat!("`", $id, "`: ", $label, ".")]
            pub static $name: Variable = Variable {
                id: $id,
                label: $label,
                system: CodeSystem {
                    url: concat!("https://bluebutton.cms.gov/resources/variables/", $id),
                    texts: $texts,
                    unknown: Unknown::Keep,
                },
            };
        )*

        /// Every variable.
        pub static ALL: &[&Variable] = &[$(&$name,)*];
    };
}

variables! {
    NCH_NEAR_LINE_REC_IDENT_CD = "nch_near_line_rec_ident_cd", "NCH Near Line Record Identification Code (RIC)", Texts::BuiltIn(institutional::NCH_NEAR_LINE_REC_IDENT_CD);
    NCH_CLM_TYPE_CD = "nch_clm_type_cd", "NCH Claim Type Code", Texts::BuiltIn(institutional::NCH_CLM_TYPE_CD);
    CLAIM_QUERY_CD = "claim_query_cd", "Claim Query Code", Texts::BuiltIn(institutional::CLAIM_QUERY_CD);
    CLM_FAC_TYPE_CD = "clm_fac_type_cd", "Claim Facility Type Code", Texts::BuiltIn(institutional::CLM_FAC_TYPE_CD);
    CLM_FREQ_CD = "clm_freq_cd", "Claim Frequency Code", Texts::BuiltIn(institutional::CLM_FREQ_CD);
    CLM_SRVC_CLSFCTN_TYPE_CD = "clm_srvc_clsfctn_type_cd", "Claim Service Classification Type Code", Texts::BuiltIn(institutional::CLM_SRVC_CLSFCTN_TYPE_CD);
    CLM_MDCR_NON_PMT_RSN_CD = "clm_mdcr_non_pmt_rsn_cd", "Claim Medicare Non Payment Reason Code", Texts::BuiltIn(institutional::CLM_MDCR_NON_PMT_RSN_CD);
    FI_CLM_ACTN_CD = "fi_clm_actn_cd", "FI or MAC Claim Action Code", Texts::BuiltIn(institutional::FI_CLM_ACTN_CD);
    FI_NUM = "fi_num", "FI or MAC Number", Texts::None;
    FI_DOC_CLM_CNTL_NUM = "fi_doc_clm_cntl_num", "FI Document Claim Control Number", Texts::None;
    FI_CLM_PROC_DT = "fi_clm_proc_dt", "FI Claim Process Date", Texts::None;
    CLM_MCO_PD_SW = "clm_mco_pd_sw", "Claim MCO Paid Switch", Texts::BuiltIn(institutional::CLM_MCO_PD_SW);
    CLM_PPS_IND_CD = "clm_pps_ind_cd", "Claim PPS Indicator Code", Texts::BuiltIn(institutional::CLM_PPS_IND_CD);
    NCH_PRMRY_PYR_CD = "nch_prmry_pyr_cd", "NCH Primary Payer Code (if not Medicare)", Texts::BuiltIn(institutional::NCH_PRMRY_PYR_CD);
    NCH_PTNT_STUS_IND_CD = "nch_ptnt_stus_ind_cd", "NCH Patient Status Indicator Code", Texts::BuiltIn(institutional::NCH_PTNT_STUS_IND_CD);
    PTNT_DSCHRG_STUS_CD = "ptnt_dschrg_stus_cd", "Patient Discharge Status Code", Texts::Owned(Owned::DischargeStatus);
    CLM_IP_ADMSN_TYPE_CD = "clm_ip_admsn_type_cd", "Claim Inpatient Admission Type Code", Texts::Owned(Owned::AdmissionType);
    CLM_SRC_IP_ADMSN_CD = "clm_src_ip_admsn_cd", "Claim Source Inpatient Admission Code", Texts::Owned(Owned::PointOfOrigin);
    CLM_DRG_CD = "clm_drg_cd", "Claim Diagnosis Related Group Code (or MS-DRG Code)", Texts::None;
    CLM_HHA_LUPA_IND_CD = "clm_hha_lupa_ind_cd", "Claim HHA Low Utilization Payment Adjustment (LUPA) Indicator Code", Texts::BuiltIn(institutional::CLM_HHA_LUPA_IND_CD);
    CLM_HHA_RFRL_CD = "clm_hha_rfrl_cd", "Claim HHA Referral Code", Texts::BuiltIn(institutional::CLM_HHA_RFRL_CD);
    CLM_HHA_TOT_VISIT_CNT = "clm_hha_tot_visit_cnt", "Claim HHA Total Visit Count", Texts::None;
    NCH_BLOOD_PNTS_FRNSHD_QTY = "nch_blood_pnts_frnshd_qty", "NCH Blood Pints Furnished Quantity", Texts::None;
    BENE_HOSPC_PRD_CNT = "bene_hospc_prd_cnt", "Beneficiary's Hospice Period Count", Texts::None;
    NCH_WKLY_PROC_DT = "nch_wkly_proc_dt", "NCH Weekly Claim Processing Date", Texts::None;
    NCH_ACTV_OR_CVRD_LVL_CARE_THRU = "nch_actv_or_cvrd_lvl_care_thru", "NCH Active or Covered Level Care Thru Date", Texts::None;
    NCH_BENE_MDCR_BNFTS_EXHTD_DT_I = "nch_bene_mdcr_bnfts_exhtd_dt_i", "NCH Beneficiary Medicare Benefits Exhausted Date", Texts::None;
    NCH_QLFYD_STAY_FROM_DT = "nch_qlfyd_stay_from_dt", "NCH Qualified Stay From Date", Texts::None;
    NCH_VRFD_NCVRD_STAY_FROM_DT = "nch_vrfd_ncvrd_stay_from_dt", "NCH Verified Non-covered Stay From Date", Texts::None;
    BENE_LRD_USED_CNT = "bene_lrd_used_cnt", "Beneficiary Medicare Lifetime Reserve Days (LRD) Used Count", Texts::None;
    BENE_TOT_COINSRNC_DAYS_CNT = "bene_tot_coinsrnc_days_cnt", "Beneficiary Total Coinsurance Days Count", Texts::None;
    CLM_NON_UTLZTN_DAYS_CNT = "clm_non_utlztn_days_cnt", "Claim Medicare Non Utilization Days Count", Texts::None;
    CLM_UTLZTN_DAY_CNT = "clm_utlztn_day_cnt", "Claim Medicare Utilization Day Count", Texts::None;
    CLM_PASS_THRU_PER_DIEM_AMT = "clm_pass_thru_per_diem_amt", "Claim Pass Thru Per Diem Amount", Texts::None;
    CLM_PPS_CPTL_DRG_WT_NUM = "clm_pps_cptl_drg_wt_num", "Claim PPS Capital DRG Weight Number", Texts::None;
    CLM_PPS_CPTL_DSPRPRTNT_SHR_AMT = "clm_pps_cptl_dsprprtnt_shr_amt", "Claim PPS Capital Disproportionate Share Amount", Texts::None;
    CLM_PPS_CPTL_EXCPTN_AMT = "clm_pps_cptl_excptn_amt", "Claim PPS Capital Exception Amount", Texts::None;
    CLM_PPS_CPTL_FSP_AMT = "clm_pps_cptl_fsp_amt", "Claim PPS Capital Federal Specific Portion (FSP) Amount", Texts::None;
    CLM_PPS_CPTL_IME_AMT = "clm_pps_cptl_ime_amt", "Claim PPS Capital Indirect Medical Education (IME) Amount", Texts::None;
    CLM_PPS_CPTL_OUTLIER_AMT = "clm_pps_cptl_outlier_amt", "Claim PPS Capital Outlier Amount", Texts::None;
    CLM_PPS_OLD_CPTL_HLD_HRMLS_AMT = "clm_pps_old_cptl_hld_hrmls_amt", "Claim PPS Old Capital Hold Harmless Amount", Texts::None;
    CLM_TOT_PPS_CPTL_AMT = "clm_tot_pps_cptl_amt", "Claim Total PPS Capital Amount", Texts::None;
    CLM_UNCOMPD_CARE_PMT_AMT = "clm_uncompd_care_pmt_amt", "Claim Uncompensated Care Payment Amount", Texts::None;
    DSH_OP_CLM_VAL_AMT = "dsh_op_clm_val_amt", "Operating Disproportionate Share (DSH) Amount", Texts::None;
    IME_OP_CLM_VAL_AMT = "ime_op_clm_val_amt", "Operating Indirect Medical Education (IME) Amount", Texts::None;
    CLM_OP_BENE_PMT_AMT = "clm_op_bene_pmt_amt", "Claim Outpatient Payment Amount to Beneficiary", Texts::None;
    CLM_OP_PRVDR_PMT_AMT = "clm_op_prvdr_pmt_amt", "Claim Outpatient Provider Payment Amount", Texts::None;
    NCH_BENE_BLOOD_DDCTBL_LBLTY_AM = "nch_bene_blood_ddctbl_lblty_am", "NCH Beneficiary Blood Deductible Liability Amount", Texts::None;
    NCH_BENE_IP_DDCTBL_AMT = "nch_bene_ip_ddctbl_amt", "NCH Beneficiary Inpatient (or other Part A) Deductible Amount", Texts::None;
    NCH_BENE_PTA_COINSRNC_LBLTY_AMT = "nch_bene_pta_coinsrnc_lblty_amt", "NCH Beneficiary Part A Coinsurance Liability Amount", Texts::None;
    NCH_BENE_PTB_COINSRNC_AMT = "nch_bene_ptb_coinsrnc_amt", "NCH Beneficiary Part B Coinsurance Amount", Texts::None;
    NCH_BENE_PTB_DDCTBL_AMT = "nch_bene_ptb_ddctbl_amt", "NCH Beneficiary Part B Deductible Amount", Texts::None;
    NCH_DRG_OUTLIER_APRVD_PMT_AMT = "nch_drg_outlier_aprvd_pmt_amt", "NCH DRG Outlier Approved Payment Amount", Texts::None;
    NCH_IP_NCVRD_CHRG_AMT = "nch_ip_ncvrd_chrg_amt", "NCH Inpatient(or other Part A) Non-covered Charge Amount", Texts::None;
    NCH_IP_TOT_DDCTN_AMT = "nch_ip_tot_ddctn_amt", "NCH Inpatient (or other Part A) Total Deductible/Coinsurance Amount", Texts::None;
    NCH_PROFNL_CMPNT_CHRG_AMT = "nch_profnl_cmpnt_chrg_amt", "Professional Component Charge Amount", Texts::None;
    PRPAYAMT = "prpayamt", "NCH Primary Payer (if not Medicare) Claim Paid Amount", Texts::None;
    CLM_TOT_CHRG_AMT = "clm_tot_chrg_amt", "Claim Total Charge Amount", Texts::None;
    HCPCS_CD = "hcpcs_cd", "Healthcare Common Procedure Coding System (HCPCS) Code", Texts::None;
    REV_CNTR = "rev_cntr", "Revenue Center Code", Texts::Owned(Owned::Revenue);
    REV_CNTR_DDCTBL_COINSRNC_CD = "rev_cntr_ddctbl_coinsrnc_cd", "Revenue Center Deductible Coinsurance Code", Texts::BuiltIn(institutional::REV_CNTR_DDCTBL_COINSRNC_CD);
    REV_CNTR_STUS_IND_CD = "rev_cntr_stus_ind_cd", "Revenue Center Status Indicator Code", Texts::BuiltIn(institutional::REV_CNTR_STUS_IND_CD);
    REV_CNTR_UNIT_CNT = "rev_cntr_unit_cnt", "Revenue Center Unit Count", Texts::None;
    REV_CNTR_1ST_ANSI_CD = "rev_cntr_1st_ansi_cd", "Revenue Center 1st ANSI Code", Texts::None;
    REV_CNTR_2ND_ANSI_CD = "rev_cntr_2nd_ansi_cd", "Revenue Center 2nd ANSI Code", Texts::None;
    REV_CNTR_3RD_ANSI_CD = "rev_cntr_3rd_ansi_cd", "Revenue Center 3rd ANSI Code", Texts::None;
    REV_CNTR_4TH_ANSI_CD = "rev_cntr_4th_ansi_cd", "Revenue Center 4th ANSI Code", Texts::None;
    REV_CNTR_1ST_MSP_PD_AMT = "rev_cntr_1st_msp_pd_amt", "Revenue Center 1st Medicare Secondary Payer (MSP) Paid Amount", Texts::None;
    REV_CNTR_2ND_MSP_PD_AMT = "rev_cntr_2nd_msp_pd_amt", "Revenue Center 2nd Medicare Secondary Payer (MSP) Paid Amount", Texts::None;
    REV_CNTR_BENE_PMT_AMT = "rev_cntr_bene_pmt_amt", "Revenue Center Payment Amount to Beneficiary", Texts::None;
    REV_CNTR_BLOOD_DDCTBL_AMT = "rev_cntr_blood_ddctbl_amt", "Revenue Center Blood Deductible Amount", Texts::None;
    REV_CNTR_CASH_DDCTBL_AMT = "rev_cntr_cash_ddctbl_amt", "Revenue Center Cash Deductible Amount", Texts::None;
    REV_CNTR_COINSRNC_WGE_ADJSTD_C = "rev_cntr_coinsrnc_wge_adjstd_c", "Revenue Center Coinsurance/Wage Adjusted Coinsurance Amount", Texts::None;
    REV_CNTR_NCVRD_CHRG_AMT = "rev_cntr_ncvrd_chrg_amt", "Revenue Center Non-Covered Charge Amount", Texts::None;
    REV_CNTR_PMT_AMT_AMT = "rev_cntr_pmt_amt_amt", "Revenue Center (Medicare) Payment Amount", Texts::None;
    REV_CNTR_PRVDR_PMT_AMT = "rev_cntr_prvdr_pmt_amt", "Revenue Center (Medicare) Provider Payment Amount", Texts::None;
    REV_CNTR_PTNT_RSPNSBLTY_PMT = "rev_cntr_ptnt_rspnsblty_pmt", "Revenue Center Patient Responsibility Payment Amount", Texts::None;
    REV_CNTR_RATE_AMT = "rev_cntr_rate_amt", "Revenue Center Rate Amount", Texts::None;
    REV_CNTR_RDCD_COINSRNC_AMT = "rev_cntr_rdcd_coinsrnc_amt", "Revenue Center Reduced Coinsurance Amount", Texts::None;
    REV_CNTR_TOT_CHRG_AMT = "rev_cntr_tot_chrg_amt", "Revenue Center Total Charge Amount", Texts::None;
    ASGMNTCD = "asgmntcd", "Carrier Claim Provider Assignment Indicator Switch", Texts::BuiltIn(professional::ASGMNTCD);
    CARR_NUM = "carr_num", "Carrier or MAC Number", Texts::None;
    CARR_CLM_BLG_NPI_NUM = "carr_clm_blg_npi_num", "Carrier Claim Billing NPI Number", Texts::None;
    CARR_CLM_CNTL_NUM = "carr_clm_cntl_num", "Carrier Claim Control Number", Texts::None;
    CARR_CLM_ENTRY_CD = "carr_clm_entry_cd", "Carrier Claim Entry Code", Texts::BuiltIn(professional::CARR_CLM_ENTRY_CD);
    CARR_CLM_PMT_DNL_CD = "carr_clm_pmt_dnl_cd", "Carrier Claim Payment Denial Code", Texts::BuiltIn(professional::CARR_CLM_PMT_DNL_CD);
    CLM_CLNCL_TRIL_NUM = "clm_clncl_tril_num", "Clinical Trial Number", Texts::None;
    CARR_CLM_PRMRY_PYR_PD_AMT = "carr_clm_prmry_pyr_pd_amt", "Carrier Claim Primary Payer Paid Amount", Texts::None;
    CARR_CLM_CASH_DDCTBL_APLD_AMT = "carr_clm_cash_ddctbl_apld_amt", "Carrier Claim Cash Deductible Applied Amount (sum of all line-level deductible amounts)", Texts::None;
    NCH_CARR_CLM_ALOWD_AMT = "nch_carr_clm_alowd_amt", "NCH Carrier Claim Allowed Charge Amount (sum of all line-level allowed charges)", Texts::None;
    NCH_CARR_CLM_SBMTD_CHRG_AMT = "nch_carr_clm_sbmtd_chrg_amt", "NCH Carrier Claim Submitted Charge Amount (sum of all line-level submitted charges)", Texts::None;
    NCH_CLM_BENE_PMT_AMT = "nch_clm_bene_pmt_amt", "NCH Claim Payment Amount to Beneficiary", Texts::None;
    NCH_CLM_PRVDR_PMT_AMT = "nch_clm_prvdr_pmt_amt", "NCH Claim Provider Payment Amount", Texts::None;
    BETOS_CD = "betos_cd", "Line Berenson-Eggers Type of Service (BETOS) Code", Texts::BuiltIn(professional::BETOS_CD);
    CARR_LINE_ANSTHSA_UNIT_CNT = "carr_line_ansthsa_unit_cnt", "Carrier Line Anesthesia Unit Count", Texts::None;
    CARR_LINE_CLIA_LAB_NUM = "carr_line_clia_lab_num", "Clinical Laboratory Improvement Amendments (CLIA) monitored laboratory number", Texts::None;
    CARR_LINE_MTUS_CD = "carr_line_mtus_cd", "Carrier Line Miles/Time/Units/Services (MTUS) Indicator Code", Texts::BuiltIn(professional::CARR_LINE_MTUS_CD);
    CARR_LINE_MTUS_CNT = "carr_line_mtus_cnt", "Carrier Line Miles/Time/Units/Services (MTUS) Count", Texts::None;
    CARR_LINE_PRCNG_LCLTY_CD = "carr_line_prcng_lclty_cd", "Carrier Line Pricing Locality Code", Texts::BuiltIn(professional::CARR_LINE_PRCNG_LCLTY_CD);
    CARR_LINE_PRVDR_TYPE_CD = "carr_line_prvdr_type_cd", "Carrier Line Provider Type Code", Texts::BuiltIn(professional::CARR_LINE_PRVDR_TYPE_CD);
    CARR_LINE_RDCD_PMT_PHYS_ASTN_C = "carr_line_rdcd_pmt_phys_astn_c", "Carrier Line Reduced Payment Physician Assistant Code", Texts::BuiltIn(professional::CARR_LINE_RDCD_PMT_PHYS_ASTN_C);
    DMERC_LINE_MTUS_CD = "dmerc_line_mtus_cd", "DMERC Line Miles/Time/ Units/Services (MTUS) Indicator Code", Texts::BuiltIn(professional::DMERC_LINE_MTUS_CD);
    DMERC_LINE_MTUS_CNT = "dmerc_line_mtus_cnt", "DMERC Line Miles/Time/Units/Services (MTUS) Count", Texts::None;
    DMERC_LINE_PRCNG_STATE_CD = "dmerc_line_prcng_state_cd", "DMERC Line Pricing State Code (SSA)", Texts::BuiltIn(professional::DMERC_LINE_PRCNG_STATE_CD);
    DMERC_LINE_SCRN_SVGS_AMT = "dmerc_line_scrn_svgs_amt", "DMERC Line Screen Savings Amount", Texts::None;
    DMERC_LINE_SUPPLR_TYPE_CD = "dmerc_line_supplr_type_cd", "DMERC Line Supplier Type Code", Texts::BuiltIn(professional::DMERC_LINE_SUPPLR_TYPE_CD);
    LINE_BENE_PRMRY_PYR_CD = "line_bene_prmry_pyr_cd", "Line Primary Payer Code (if not Medicare)", Texts::BuiltIn(professional::LINE_BENE_PRMRY_PYR_CD);
    LINE_CMS_TYPE_SRVC_CD = "line_cms_type_srvc_cd", "Line CMS Type Service Code", Texts::BuiltIn(professional::LINE_CMS_TYPE_SRVC_CD);
    LINE_HCT_HGB_TYPE_CD = "line_hct_hgb_type_cd", "Hematocrit / Hemoglobin Test Type Code", Texts::BuiltIn(professional::LINE_HCT_HGB_TYPE_CD);
    LINE_HCT_HGB_RSLT_NUM = "line_hct_hgb_rslt_num", "Hematocrit / Hemoglobin Test Results", Texts::None;
    LINE_PLACE_OF_SRVC_CD = "line_place_of_srvc_cd", "Line Place of Service Code", Texts::BuiltIn(professional::LINE_PLACE_OF_SRVC_CD);
    LINE_PMT_80_100_CD = "line_pmt_80_100_cd", "Line Payment 80% / 100% Code", Texts::BuiltIn(professional::LINE_PMT_80_100_CD);
    LINE_PRCSG_IND_CD = "line_prcsg_ind_cd", "Line Processing Indicator Code", Texts::BuiltIn(professional::LINE_PRCSG_IND_CD);
    LINE_SERVICE_DEDUCTIBLE = "line_service_deductible", "Line Service Deductible Indicator Switch", Texts::BuiltIn(professional::LINE_SERVICE_DEDUCTIBLE);
    PRTCPTNG_IND_CD = "prtcptng_ind_cd", "Line Provider Participating Indicator Code", Texts::BuiltIn(professional::PRTCPTNG_IND_CD);
    PRVDR_SPCLTY = "prvdr_spclty", "Line CMS Provider Specialty Code", Texts::BuiltIn(professional::PRVDR_SPCLTY);
    PRVDR_STATE_CD = "prvdr_state_cd", "NCH Provider SSA State Code", Texts::BuiltIn(professional::PRVDR_STATE_CD);
    PRVDR_ZIP = "prvdr_zip", "Carrier Line Performing Provider ZIP Code", Texts::None;
    SUPLRNUM = "suplrnum", "DMERC Line Supplier Provider Number", Texts::None;
    TAX_NUM = "tax_num", "Line Provider Tax Number", Texts::None;
    LINE_ALOWD_CHRG_AMT = "line_alowd_chrg_amt", "Line Allowed Charge Amount", Texts::None;
    LINE_BENE_PMT_AMT = "line_bene_pmt_amt", "Line Payment Amount to Beneficiary", Texts::None;
    LINE_BENE_PRMRY_PYR_PD_AMT = "line_bene_prmry_pyr_pd_amt", "Line Primary Payer (if not Medicare) Paid Amount", Texts::None;
    LINE_BENE_PTB_DDCTBL_AMT = "line_bene_ptb_ddctbl_amt", "Line Beneficiary Part B Deductible Amount", Texts::None;
    LINE_COINSRNC_AMT = "line_coinsrnc_amt", "Line Beneficiary Coinsurance Amount", Texts::None;
    LINE_DME_PRCHS_PRICE_AMT = "line_dme_prchs_price_amt", "Line DME Purchase Price Amount", Texts::None;
    LINE_NCH_PMT_AMT = "line_nch_pmt_amt", "Line NCH Medicare Payment Amount", Texts::None;
    LINE_PRMRY_ALOWD_CHRG_AMT = "line_prmry_alowd_chrg_amt", "Line Primary Payer Allowed Charge Amount", Texts::None;
    LINE_PRVDR_PMT_AMT = "line_prvdr_pmt_amt", "Line Provider Payment Amount", Texts::None;
    LINE_SBMTD_CHRG_AMT = "line_sbmtd_chrg_amt", "Line Submitted Charge Amount", Texts::None;
    ADJSTMT_DLTN_CD = "adjstmt_dltn_cd", "Adjustment Deletion Code", Texts::BuiltIn(pharmacy::ADJSTMT_DLTN_CD);
    BRND_GNRC_CD = "brnd_gnrc_cd", "Brand-Generic Code Reported by Submitting Plan", Texts::BuiltIn(pharmacy::BRND_GNRC_CD);
    CTSTRPHC_CVRG_CD = "ctstrphc_cvrg_cd", "Catastrophic Coverage Code", Texts::BuiltIn(pharmacy::CTSTRPHC_CVRG_CD);
    DAW_PROD_SLCTN_CD = "daw_prod_slctn_cd", "Dispense as Written (DAW) Product Selection Code", Texts::BuiltIn(pharmacy::DAW_PROD_SLCTN_CD);
    DRUG_CVRG_STUS_CD = "drug_cvrg_stus_cd", "Drug Coverage Status Code", Texts::BuiltIn(pharmacy::DRUG_CVRG_STUS_CD);
    DSPNSNG_STUS_CD = "dspnsng_stus_cd", "Dispensing Status Code", Texts::BuiltIn(pharmacy::DSPNSNG_STUS_CD);
    NSTD_FRMT_CD = "nstd_frmt_cd", "Non-Standard Format Code", Texts::BuiltIn(pharmacy::NSTD_FRMT_CD);
    PHRMCY_SRVC_TYPE_CD = "phrmcy_srvc_type_cd", "Pharmacy service type code", Texts::BuiltIn(pharmacy::PHRMCY_SRVC_TYPE_CD);
    PLAN_CNTRCT_REC_ID = "plan_cntrct_rec_id", "Plan Contract ID", Texts::None;
    PLAN_PBP_REC_NUM = "plan_pbp_rec_num", "Plan Benefit Package ID", Texts::None;
    PRCNG_EXCPTN_CD = "prcng_excptn_cd", "Pricing Exception Code", Texts::BuiltIn(pharmacy::PRCNG_EXCPTN_CD);
    PTNT_RSDNC_CD = "ptnt_rsdnc_cd", "Patient Residence Code", Texts::BuiltIn(pharmacy::PTNT_RSDNC_CD);
    RX_ORGN_CD = "rx_orgn_cd", "Prescription Origination Code", Texts::BuiltIn(pharmacy::RX_ORGN_CD);
    SUBMSN_CLR_CD = "submsn_clr_cd", "Submission clarification code", Texts::BuiltIn(pharmacy::SUBMSN_CLR_CD);
    CVRD_D_PLAN_PD_AMT = "cvrd_d_plan_pd_amt", "Amount paid by Part D plan for the PDE (drug is covered by Part D)", Texts::None;
    NCVRD_PLAN_PD_AMT = "ncvrd_plan_pd_amt", "Amount paid by Part D plan for the PDE (drug is not covered by Part D)", Texts::None;
    GDC_ABV_OOPT_AMT = "gdc_abv_oopt_amt", "Gross Drug Cost Above Part D Out-of-Pocket Threshold (GDCA)", Texts::None;
    GDC_BLW_OOPT_AMT = "gdc_blw_oopt_amt", "Gross Drug Cost Below Part D Out-of-Pocket Threshold (GDCB)", Texts::None;
    LICS_AMT = "lics_amt", "Amount paid for the PDE by Part D low income subsidy", Texts::None;
    OTHR_TROOP_AMT = "othr_troop_amt", "Other True Out-of-Pocket (TrOOP) Amount", Texts::None;
    PLRO_AMT = "plro_amt", "Reduction in patient liability due to payments by other payers (PLRO)", Texts::None;
    PTNT_PAY_AMT = "ptnt_pay_amt", "Amount Paid by Patient", Texts::None;
    RPTD_GAP_DSCNT_NUM = "rptd_gap_dscnt_num", "Gap Discount Amount", Texts::None;
    TOT_RX_CST_AMT = "tot_rx_cst_amt", "Total drug cost (Part D)", Texts::None;
    BENE_ID = "bene_id", "Beneficiary ID", Texts::None;
    RACE = "race", "Beneficiary Race Code", Texts::BuiltIn(person::RACE);
    RFRNC_YR = "rfrnc_yr", "Reference Year", Texts::None;
    MS_CD = "ms_cd", "Medicare Status Code", Texts::BuiltIn(person::MS_CD);
    OREC = "orec", "Original Reason for Entitlement Code", Texts::BuiltIn(person::ENTITLEMENT_REASON);
    CREC = "crec", "Current Reason for Entitlement Code", Texts::BuiltIn(person::ENTITLEMENT_REASON);
    ESRD_IND = "esrd_ind", "End-Stage Renal Disease (ESRD) Indicator", Texts::BuiltIn(person::ESRD_IND);
    A_TRM_CD = "a_trm_cd", "Part A Termination Code", Texts::BuiltIn(person::TERMINATION);
    B_TRM_CD = "b_trm_cd", "Part B Termination Code", Texts::BuiltIn(person::TERMINATION);
}

/// Variables that there are twelve of, one for each month; they share their codes. The month's two digits end the URL.
macro_rules! monthly {
    ($($name:ident = $stem:literal, $label:literal, $texts:expr;)*) => {$(
        #[doc = concat!("`", $stem, "01` to `", $stem, "12`: ", $label, ".")]
        pub static $name: CodeSystem = CodeSystem {
            url: concat!("https://bluebutton.cms.gov/resources/variables/", $stem),
            texts: $texts,
            unknown: Unknown::Keep,
        };
    )*};
}

monthly! {
    DUAL = "dual_", "Dual Eligibility Code", Texts::BuiltIn(person::DUAL);
    BUYIN = "buyin", "Medicare Entitlement/Buy-In Indicator", Texts::BuiltIn(person::BUYIN);
    HMO_IND = "hmo_ind_", "Health Maintenance Organization (HMO) Indicator", Texts::BuiltIn(person::HMO_IND);
    PTC_CNTRCT_ID = "ptc_cntrct_id_", "Part C Contract Number", Texts::None;
    PTC_PBP_ID = "ptc_pbp_id_", "Part C Plan Benefit Package Number", Texts::None;
    PTC_PLAN_TYPE_CD = "ptc_plan_type_cd_", "Part C Plan Type Code", Texts::BuiltIn(person::PTC_PLAN_TYPE_CD);
    PTDCNTRCT = "ptdcntrct", "Part D Contract Number", Texts::BuiltIn(person::PTDCNTRCT);
    PTDPBPID = "ptdpbpid", "Part D Plan Benefit Package Number", Texts::None;
    SGMTID = "sgmtid", "Part D Segment Number", Texts::None;
    CSTSHR = "cstshr", "Part D Cost Share Group Code", Texts::BuiltIn(person::CSTSHR);
    RDSIND = "rdsind", "Part D Retiree Drug Subsidy Indicator", Texts::BuiltIn(person::RDSIND);
}

/// Whether a diagnosis was present on admission. Each has a variable of its own (`clm_poa_ind_sw1` to
/// `clm_poa_ind_sw25`, `clm_e_poa_ind_sw1` to `clm_e_poa_ind_sw12`); they share their codes.
pub static PRESENT_ON_ADMISSION: CodeSystem = CodeSystem {
    url: "https://bluebutton.cms.gov/resources/variables/clm_poa_ind_sw",
    texts: Texts::BuiltIn(institutional::CLM_POA_IND_SW),
    unknown: Unknown::Keep,
};
