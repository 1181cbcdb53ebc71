//! Views of providers and plans, joined into the records that name them.

views! {
    /// Provider names, type and taxonomy by NPI.
    PrvdrHstry = 96, "V2_MDCR_PRVDR_HSTRY", "PRVDR_HSTRY", prvdr_hstry {
        PRVDR_NPI_NUM: Text key,
        PRVDR_SK: Integer,
        PRVDR_HSTRY_EFCTV_DT: Date,
        PRVDR_MDL_NAME: Text,
        PRVDR_TYPE_CD: Text,
        PRVDR_TXNMY_CMPST_CD: Text,
        PRVDR_OSCAR_NUM: Text,
        PRVDR_1ST_NAME: Text,
        PRVDR_NAME: Text,
        PRVDR_HSTRY_OBSLT_DT: Date,
        PRVDR_LGL_NAME: Text,
        PRVDR_EMPLR_ID_NUM: Text,
        PRVDR_LAST_NAME: Text,
        META_SK: Integer,
        META_LST_UPDT_SK: Integer,
    }
    /// Plan: contract, plan benefit package, name.
    CntrctPbpNum = 97, "V2_MDCR_CNTRCT_PBP_NUM", "CNTRCT_PBP_NUM", cntrct_pbp_num {
        CNTRCT_PBP_SK: Integer key,
        CNTRCT_DRUG_PLAN_IND_CD: Text,
        CNTRCT_PBP_TYPE_CD: Text,
        CNTRCT_PBP_SK_EFCTV_DT: Date,
        CNTRCT_PBP_END_DT: Date,
        CNTRCT_PBP_SK_OBSLT_DT: Date,
        CNTRCT_PBP_NAME: Text,
        CNTRCT_NUM: Text,
        CNTRCT_PBP_NUM: Text,
    }
    /// Plan contact addresses and telephone numbers.
    CntrctPbpCntct = 98, "V2_MDCR_CNTRCT_PBP_CNTCT", "CNTRCT_PBP_CNTCT", cntrct_pbp_cntct {
        CNTRCT_PBP_SK: Integer key,
        CNTRCT_PLAN_CNTCT_OBSLT_DT: Date,
        CNTRCT_PLAN_CNTCT_TYPE_CD: Text key,
        CNTRCT_PLAN_FREE_EXTNSN_NUM: Text,
        CNTRCT_PLAN_CNTCT_FREE_NUM: Text,
        CNTRCT_PLAN_CNTCT_EXTNSN_NUM: Text,
        CNTRCT_PLAN_CNTCT_TEL_NUM: Text,
        CNTRCT_PBP_END_DT: Date,
        CNTRCT_PBP_BGN_DT: Date key,
        CNTRCT_PLAN_CNTCT_ST_1_ADR: Text,
        CNTRCT_PLAN_CNTCT_ST_2_ADR: Text,
        CNTRCT_PLAN_CNTCT_CITY_NAME: Text,
        CNTRCT_PLAN_CNTCT_STATE_CD: Text,
        CNTRCT_PLAN_CNTCT_ZIP_CD: Text,
    }
    /// Plan segments.
    CntrctPbpSgmt = 99, "V2_MDCR_CNTRCT_PBP_SGMT", "CNTRCT_PBP_SGMT", cntrct_pbp_sgmt {
        CNTRCT_PBP_SK: Integer key,
        CNTRCT_PBP_SGMT_NUM: Text key,
    }
}
