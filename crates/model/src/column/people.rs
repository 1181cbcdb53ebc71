//! Views of people and their coverage.

views! {
    /// Person: names, birth, address, MBI, cross-reference; one row a version.
    BeneHstry = 64, "V2_MDCR_BENE_HSTRY", "BENE_HSTRY", bene_hstry {
        BENE_SK: Integer key,
        BENE_XREF_SK: Integer,
        BENE_XREF_EFCTV_SK: Integer,
        BENE_MBI_ID: Text,
        BENE_SSN_NUM: Text,
        BENE_1ST_NAME: Text,
        BENE_MIDL_NAME: Text,
        BENE_LAST_NAME: Text,
        BENE_BRTH_DT: Date,
        BENE_DEATH_DT: Date,
        BENE_VRFY_DEATH_DAY_SW: Text,
        BENE_SEX_CD: Text,
        BENE_RACE_CD: Text,
        GEO_USPS_STATE_CD: Text,
        GEO_ZIP5_CD: Text,
        GEO_ZIP_PLC_NAME: Text,
        BENE_LINE_1_ADR: Text,
        BENE_LINE_2_ADR: Text,
        BENE_LINE_3_ADR: Text,
        BENE_LINE_4_ADR: Text,
        BENE_LINE_5_ADR: Text,
        BENE_LINE_6_ADR: Text,
        CNTCT_LANG_CD: Text,
        IDR_LTST_TRANS_FLG: Text,
        IDR_TRANS_EFCTV_TS: Timestamp key,
        IDR_TRANS_OBSLT_TS: Timestamp,
        IDR_INSRT_TS: Timestamp,
        IDR_UPDT_TS: Timestamp,
    }
    /// Medicare Beneficiary Identifier and when it was in force.
    BeneMbiId = 65, "V2_MDCR_BENE_MBI_ID", "BENE_MBI_ID", bene_mbi_id {
        BENE_MBI_ID: Text key,
        BENE_MBI_EFCTV_DT: Date,
        BENE_MBI_OBSLT_DT: Date,
        IDR_LTST_TRANS_FLG: Text,
        IDR_TRANS_EFCTV_TS: Timestamp key,
        IDR_TRANS_OBSLT_TS: Timestamp,
        IDR_INSRT_TS: Timestamp,
        IDR_UPDT_TS: Timestamp,
    }
    /// Cross-reference between two keys of one person.
    BeneXref = 66, "V2_MDCR_BENE_XREF", "BENE_XREF", bene_xref {
        BENE_HICN_NUM: Text key,
        BENE_SK: Integer key,
        BENE_XREF_SK: Integer key,
        BENE_KILL_CRED_CD: Text,
        IDR_TRANS_EFCTV_TS: Timestamp,
        IDR_TRANS_OBSLT_TS: Timestamp,
        IDR_INSRT_TS: Timestamp,
        IDR_UPDT_TS: Timestamp,
        SRC_REC_CRTE_TS: Timestamp key,
        SRC_REC_UPDT_TS: Timestamp,
    }
    /// Third party (state) buy-in by part.
    BeneTp = 67, "V2_MDCR_BENE_TP", "BENE_TP", bene_tp {
        BENE_SK: Integer key,
        BENE_BUYIN_CD: Text,
        BENE_TP_TYPE_CD: Text key,
        BENE_RNG_BGN_DT: Date key,
        BENE_RNG_END_DT: Date key,
        IDR_LTST_TRANS_FLG: Text,
        IDR_TRANS_EFCTV_TS: Timestamp key,
        IDR_TRANS_OBSLT_TS: Timestamp,
        IDR_INSRT_TS: Timestamp,
        IDR_UPDT_TS: Timestamp,
    }
    /// Part A and Part B entitlement spans.
    BeneMdcrEntlmt = 68, "V2_MDCR_BENE_MDCR_ENTLMT", "BENE_MDCR_ENTLMT", bene_mdcr_entlmt {
        BENE_SK: Integer key,
        BENE_RNG_BGN_DT: Date key,
        BENE_RNG_END_DT: Date key,
        BENE_MDCR_ENTLMT_TYPE_CD: Text key,
        BENE_MDCR_ENTLMT_STUS_CD: Text,
        BENE_MDCR_ENRLMT_RSN_CD: Text,
        IDR_LTST_TRANS_FLG: Text,
        IDR_TRANS_EFCTV_TS: Timestamp key,
        IDR_TRANS_OBSLT_TS: Timestamp,
        IDR_INSRT_TS: Timestamp,
        IDR_UPDT_TS: Timestamp,
    }
    /// Entitlement reason spans.
    BeneMdcrEntlmtRsn = 69, "V2_MDCR_BENE_MDCR_ENTLMT_RSN", "BENE_MDCR_ENTLMT_RSN", bene_mdcr_entlmt_rsn {
        BENE_SK: Integer key,
        BENE_RNG_BGN_DT: Date key,
        BENE_RNG_END_DT: Date key,
        BENE_MDCR_ENTLMT_RSN_CD: Text,
        IDR_LTST_TRANS_FLG: Text,
        IDR_TRANS_EFCTV_TS: Timestamp key,
        IDR_TRANS_OBSLT_TS: Timestamp,
        IDR_INSRT_TS: Timestamp,
        IDR_UPDT_TS: Timestamp,
    }
    /// Medicare status spans.
    BeneMdcrStus = 70, "V2_MDCR_BENE_MDCR_STUS", "BENE_MDCR_STUS", bene_mdcr_stus {
        BENE_SK: Integer key,
        BENE_MDCR_STUS_CD: Text,
        MDCR_STUS_BGN_DT: Date key,
        MDCR_STUS_END_DT: Date key,
        IDR_LTST_TRANS_FLG: Text,
        IDR_TRANS_EFCTV_TS: Timestamp key,
        IDR_TRANS_OBSLT_TS: Timestamp,
        IDR_INSRT_TS: Timestamp,
        IDR_UPDT_TS: Timestamp,
    }
    /// Dual eligibility spans.
    BeneCmbndDualMdcr = 71, "V2_MDCR_BENE_CMBND_DUAL_MDCR", "BENE_CMBND_DUAL_MDCR", bene_cmbnd_dual_mdcr {
        BENE_SK: Integer key,
        BENE_MDCD_ELGBLTY_BGN_DT: Date key,
        BENE_MDCD_ELGBLTY_END_DT: Date,
        BENE_DUAL_STUS_CD: Text,
        BENE_DUAL_TYPE_CD: Text,
        GEO_USPS_STATE_CD: Text,
        IDR_LTST_TRANS_FLG: Text,
        IDR_TRANS_EFCTV_TS: Timestamp key,
        IDR_TRANS_OBSLT_TS: Timestamp,
        IDR_INSRT_TS: Timestamp,
        IDR_UPDT_TS: Timestamp,
    }
    /// Low-income subsidy spans.
    BeneLis = 72, "V2_MDCR_BENE_LIS", "BENE_LIS", bene_lis {
        BENE_SK: Integer key,
        BENE_RNG_BGN_DT: Date key,
        BENE_RNG_END_DT: Date,
        BENE_LIS_COPMT_LVL_CD: Text,
        BENE_LIS_PTD_PRM_PCT: Text,
        IDR_LTST_TRANS_FLG: Text,
        IDR_TRANS_EFCTV_TS: Timestamp,
        IDR_TRANS_OBSLT_TS: Timestamp,
        IDR_INSRT_TS: Timestamp,
        IDR_UPDT_TS: Timestamp,
        BENE_LIS_EFCTV_CD: Text,
    }
    /// Combined low-income subsidy spans.
    BeneCmbndLis = 73, "V2_MDCR_BENE_CMBND_LIS", "BENE_LIS_CMBND", bene_cmbnd_lis {
        BENE_SK: Integer key,
        BENE_CMBND_DEEMD_EFCTV_DT: Date key,
        BENE_CMBND_DEEMD_TRMNTN_DT: Date,
        BENE_CMBND_DEEMD_COPMT_LVL_ID: Text,
        BENE_CMBND_DEEMD_IND: Text,
        BENE_CMBND_DEEMD_PRM_PCT: Text,
        IDR_LTST_TRANS_FLG: Text,
        IDR_TRANS_EFCTV_TS: Timestamp,
        IDR_TRANS_OBSLT_TS: Timestamp key,
        IDR_INSRT_TS: Timestamp,
        IDR_UPDT_TS: Timestamp,
    }
    /// Part C and Part D enrolment spans.
    BeneMapdEnrlmt = 74, "V2_MDCR_BENE_MAPD_ENRLMT", "BENE_MAPD_ENRLMT", bene_mapd_enrlmt {
        BENE_SK: Integer key,
        CNTRCT_PBP_SK: Integer,
        BENE_CNTRCT_NUM: Text,
        BENE_PBP_NUM: Text,
        BENE_ENRLMT_BGN_DT: Date key,
        BENE_ENRLMT_END_DT: Date,
        BENE_CVRG_TYPE_CD: Text,
        BENE_ENRLMT_PGM_TYPE_CD: Text key,
        BENE_ENRLMT_EMPLR_SBSDY_SW: Text,
        IDR_LTST_TRANS_FLG: Text,
        IDR_TRANS_EFCTV_TS: Timestamp,
        IDR_TRANS_OBSLT_TS: Timestamp,
        IDR_INSRT_TS: Timestamp,
        IDR_UPDT_TS: Timestamp,
    }
    /// Part D card data of an enrolment.
    BeneMapdEnrlmtRx = 75, "V2_MDCR_BENE_MAPD_ENRLMT_RX", "BENE_MAPD_ENRLMT_RX", bene_mapd_enrlmt_rx {
        BENE_SK: Integer key,
        CNTRCT_PBP_SK: Integer,
        BENE_CNTRCT_NUM: Text,
        BENE_PBP_NUM: Text,
        BENE_ENRLMT_BGN_DT: Date,
        BENE_PDP_ENRLMT_MMBR_ID_NUM: Text,
        BENE_PDP_ENRLMT_GRP_NUM: Text,
        BENE_PDP_ENRLMT_PRCSR_NUM: Text,
        BENE_PDP_ENRLMT_BANK_ID_NUM: Text,
        BENE_ENRLMT_PDP_RX_INFO_BGN_DT: Date key,
        IDR_LTST_TRANS_FLG: Text,
        IDR_TRANS_EFCTV_TS: Timestamp,
        IDR_TRANS_OBSLT_TS: Timestamp,
        IDR_INSRT_TS: Timestamp,
        IDR_UPDT_TS: Timestamp,
    }
}
