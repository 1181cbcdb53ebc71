//! The elements of v2's ExplanationOfBenefit, for the page that leads from v2 to v3. What the rule tables say is taken
//! from them; the irregular rest is listed here.

use bluestem_model::claim::ClaimKind;
use bluestem_model::column::{
    Column, View, ccw_clm, ccw_clm_line, clm, clm_line, clm_line_instnl, clm_line_prfnl, clm_line_rx,
    clm_prod,
};

use crate::codes::variables::Variable;
use crate::eob::ANSI_PAIRS;
use crate::v2::eob::rules::{
    Adjudication, Amount, Extension, Form, Info, InfoCategory, InfoValue, RuleSet, Source, rules_for,
};

/// An element that v2 has.
#[derive(Clone, Debug)]
pub(super) struct V2Element {
    /// Its path behind `ExplanationOfBenefit`, with slices named by variable: `supportingInfo:clm_drg_cd`.
    pub(super) path: String,
    /// What it means.
    pub(super) meaning: &'static str,
    /// The columns that it is made of.
    pub(super) columns: Vec<Column>,
    /// The value code that it is made of, where it is one.
    pub(super) value_code: Option<&'static str>,
    /// The types of claims that have it.
    pub(super) kinds: Vec<ClaimKind>,
}

impl V2Element {
    /// Whether only claims of the Chronic Conditions Warehouse have it: the IDR has none of its columns.
    pub(super) fn is_of_ccw_alone(&self) -> bool {
        let ccw = [View::CcwClm.number(), View::CcwClmLine.number()];
        !self.columns.is_empty() && self.columns.iter().all(|column| ccw.contains(&column.view_number()))
    }
}

/// The types of claims that v2 knows.
pub(super) const KINDS: [ClaimKind; 8] = [
    ClaimKind::Carrier,
    ClaimKind::Dme,
    ClaimKind::Hha,
    ClaimKind::Hospice,
    ClaimKind::Inpatient,
    ClaimKind::Outpatient,
    ClaimKind::Pde,
    ClaimKind::Snf,
];

/// Elements that are no row of a rule table: path, meaning, columns, forms of claims.
type Fixed = (&'static str, &'static str, &'static [Column], &'static [Form]);

const EVERY: &[Form] = &[Form::Institutional, Form::Professional, Form::Pharmacy];
const BILLS: &[Form] = &[Form::Institutional, Form::Professional];
const INSTITUTIONAL: &[Form] = &[Form::Institutional];
const PROFESSIONAL: &[Form] = &[Form::Professional];
const PHARMACY: &[Form] = &[Form::Pharmacy];

const HEAD: &[Fixed] = &[
    ("id", "Type and number of the claim", &[clm::CLM_UNIQ_ID], EVERY),
    ("identifier:clm_id", "Number of the claim", &[clm::CLM_UNIQ_ID], BILLS),
    ("identifier:pde_id", "Number of the drug event", &[clm::CLM_UNIQ_ID], PHARMACY),
    ("identifier:claim-group", "Number of the group of claims", &[ccw_clm::CLM_GRP_ID], EVERY),
    ("identifier:rx_srvc_rfrnc_num", "Number of the prescription", &[clm_line::CLM_LINE_RX_NUM], PHARMACY),
    ("status", "Active, or cancelled if the claim is not the final action", &[clm::CLM_FINL_ACTN_IND], EVERY),
    ("type", "Type of the claim", &[clm::CLM_TYPE_CD], BILLS),
    ("patient", "The person", &[clm::BENE_SK], EVERY),
    ("billablePeriod.start", "First day of the claim", &[clm::CLM_FROM_DT], EVERY),
    ("billablePeriod.end", "Last day of the claim", &[clm::CLM_THRU_DT], EVERY),
    ("billablePeriod.extension:claim_query_cd", "Claim Query Code", &[clm::CLM_QUERY_CD], INSTITUTIONAL),
    (
        "contained:provider-org",
        "The institution: its number and NPI",
        &[clm::CLM_BLG_PRVDR_OSCAR_NUM, clm::PRVDR_BLG_PRVDR_NPI_NUM],
        INSTITUTIONAL,
    ),
    (
        "contained:line-observation",
        "The blood test of a line",
        &[clm_line_prfnl::CLM_LINE_HCT_HGB_TYPE_CD, clm_line_prfnl::CLM_LINE_HCT_HGB_RSLT_NUM],
        PROFESSIONAL,
    ),
    ("provider", "Who bills", &[clm::PRVDR_BLG_PRVDR_NPI_NUM, ccw_clm_line::PRVDR_NPI], PROFESSIONAL),
    ("provider", "The pharmacy", &[clm::CLM_SRVC_PRVDR_GNRC_ID_NUM, clm::PRVDR_SRVC_PRVDR_NPI_NUM], PHARMACY),
    (
        "referral",
        "Who referred the patient",
        &[clm::PRVDR_RFRG_PRVDR_NPI_NUM, ccw_clm::RFR_PHYSN_UPIN],
        PROFESSIONAL,
    ),
    (
        "facility.extension:clm_fac_type_cd",
        "Claim Facility Type Code",
        &[clm::CLM_BILL_FAC_TYPE_CD],
        INSTITUTIONAL,
    ),
    (
        "facility.extension:phrmcy_srvc_type_cd",
        "Pharmacy service type code",
        &[clm_line_rx::CLM_PHRMCY_SRVC_TYPE_CD],
        PHARMACY,
    ),
    ("disposition", "Claim Disposition Code", &[clm::CLM_DISP_CD], PROFESSIONAL),
];

const BODY: &[Fixed] = &[
    (
        "diagnosis",
        "Diagnoses: codes without dots, ICD-10 under two systems",
        &[clm_prod::CLM_DGNS_CD, clm_prod::CLM_DGNS_PRCDR_ICD_IND, clm_prod::CLM_PROD_TYPE_CD],
        BILLS,
    ),
    (
        "diagnosis.extension:clm_poa_ind_sw1 ...",
        "Whether a diagnosis was present on admission",
        &[clm_prod::CLM_POA_IND],
        INSTITUTIONAL,
    ),
    ("procedure", "Procedures", &[clm_prod::CLM_PRCDR_CD, clm_prod::CLM_PRCDR_PRFRM_DT], INSTITUTIONAL),
    (
        "insurance.coverage.extension:plan_cntrct_rec_id",
        "Plan Contract ID",
        &[clm::CLM_SBMTR_CNTRCT_NUM],
        PHARMACY,
    ),
    (
        "insurance.coverage.extension:plan_pbp_rec_num",
        "Plan Benefit Package ID",
        &[clm::CLM_SBMTR_CNTRCT_PBP_NUM],
        PHARMACY,
    ),
    ("item.sequence", "Number of the line", &[clm_line::CLM_LINE_NUM], EVERY),
    ("item.diagnosisSequence", "The diagnosis of the line", &[clm_line::CLM_LINE_DGNS_CD], PROFESSIONAL),
    ("item.category", "Line CMS Type Service Code", &[clm_line_prfnl::CLM_FED_TYPE_SRVC_CD], PROFESSIONAL),
    ("item.revenue", "Revenue Center Code", &[clm_line::CLM_LINE_REV_CTR_CD], INSTITUTIONAL),
    (
        "item.revenue:rev_cntr_ddctbl_coinsrnc_cd",
        "Revenue Center Deductible Coinsurance Code",
        &[clm_line_instnl::CLM_DDCTBL_COINSRNC_CD],
        INSTITUTIONAL,
    ),
    (
        "item.revenue.extension:rev_cntr_stus_ind_cd",
        "Revenue Center Status Indicator Code",
        &[clm_line_instnl::CLM_REV_CNTR_STUS_CD],
        INSTITUTIONAL,
    ),
    ("item.productOrService", "The procedure", &[clm_line::CLM_LINE_HCPCS_CD], BILLS),
    ("item.productOrService.extension:ndc", "The drug", &[clm_line::CLM_LINE_NDC_CD], BILLS),
    ("item.productOrService", "The drug", &[clm_line::CLM_LINE_NDC_CD], PHARMACY),
    (
        "item.modifier",
        "Modifiers of the procedure, each a concept of its own",
        &[clm_line::HCPCS_1_MDFR_CD, clm_line::HCPCS_2_MDFR_CD],
        BILLS,
    ),
    (
        "item.modifier.coding.version",
        "Year of the modifiers' codes",
        &[ccw_clm::CARR_CLM_HCPCS_YR_CD],
        PROFESSIONAL,
    ),
    (
        "item.servicedDate",
        "Day of the service",
        &[clm_line_instnl::CLM_LINE_INSTNL_REV_CTR_DT],
        INSTITUTIONAL,
    ),
    (
        "item.servicedPeriod",
        "Days of the service",
        &[clm_line::CLM_LINE_FROM_DT, clm_line::CLM_LINE_THRU_DT],
        PROFESSIONAL,
    ),
    ("item.servicedDate", "Day on which the drug was given", &[clm_line::CLM_LINE_FROM_DT], PHARMACY),
    ("item.locationAddress.state", "State of the institution", &[clm::GEO_BLG_SSA_STATE_CD], INSTITUTIONAL),
    ("item.locationCodeableConcept", "Line Place of Service Code", &[clm_line::CLM_POS_CD], PROFESSIONAL),
    (
        "item.quantity",
        "Amount of the drug and its unit",
        &[clm_line::CLM_LINE_NDC_QTY, clm_line::CLM_LINE_NDC_QTY_QLFYR_CD],
        INSTITUTIONAL,
    ),
    ("item.quantity", "Services of the line", &[clm_line::CLM_LINE_SRVC_UNIT_QTY], PROFESSIONAL),
    ("item.quantity", "Amount of the drug", &[clm_line::CLM_LINE_NDC_QTY], PHARMACY),
];

const PAYMENT: &[Fixed] = &[
    ("payment.amount", "What was paid", &[clm::CLM_PMT_AMT], BILLS),
    ("payment.date", "Day on which it was paid", &[clm::CLM_PD_DT], PHARMACY),
];

/// Every element, in the order of output.
pub(super) fn v2_elements() -> Vec<V2Element> {
    let mut list = List(Vec::new());
    list.fixed(HEAD);
    for (kind, rules) in all() {
        rules.extensions.iter().copied().flatten().for_each(|rule| list.extension("", rule, kind));
    }
    for (kind, rules) in all() {
        for role in rules.care_team.iter().chain(rules.line_care_team) {
            let columns = role.npi.iter().copied().chain(role.upin).collect();
            list.add(format!("careTeam:{}", role.code), "A provider in this role", columns, kind);
            role.extensions.iter().for_each(|rule| list.extension("careTeam.", rule, kind));
        }
    }
    for (kind, rules) in all() {
        rules.info.iter().copied().flatten().for_each(|rule| list.info(rule, kind));
    }
    list.fixed(BODY);
    for (kind, rules) in all() {
        rules.line_extensions.iter().copied().flatten().for_each(|rule| list.extension("item.", rule, kind));
        let place = rules.place.iter().copied().flatten();
        place.for_each(|rule| list.extension("item.locationCodeableConcept.", rule, kind));
    }
    for (kind, rules) in all() {
        rules.line_adjudication.iter().copied().flatten().for_each(|rule| list.adjudication(rule, kind));
    }
    for (kind, rules) in all() {
        rules.total.iter().for_each(|rule| list.amount("total", rule, kind));
    }
    list.fixed(PAYMENT);
    for (kind, rules) in all() {
        for rule in rules.balance.iter().copied().flatten() {
            let path = format!("benefitBalance.financial:{}", rule.variable.id);
            list.add(path, rule.variable.label, vec![rule.column], kind);
        }
    }
    list.0
}

fn all() -> impl Iterator<Item = (ClaimKind, &'static RuleSet)> {
    KINDS.into_iter().filter_map(|kind| Some((kind, rules_for(kind)?)))
}

/// Elements under way: those of the same path and columns are one, of all their types.
struct List(Vec<V2Element>);

impl List {
    fn add(&mut self, path: String, meaning: &'static str, columns: Vec<Column>, kind: ClaimKind) {
        self.push(V2Element { path, meaning, columns, value_code: None, kinds: vec![kind] });
    }

    fn push(&mut self, element: V2Element) {
        let same = |known: &&mut V2Element| known.path == element.path && known.columns == element.columns;
        match self.0.iter_mut().find(same) {
            Some(known) => known.kinds.extend(element.kinds),
            None => self.0.push(element),
        }
    }

    fn fixed(&mut self, list: &[Fixed]) {
        for (path, meaning, columns, forms) in list {
            for (kind, _) in all().filter(|(_, rules)| forms.contains(&rules.form)) {
                self.add((*path).to_owned(), meaning, columns.to_vec(), kind);
            }
        }
    }

    fn extension(&mut self, above: &str, rule: &Extension, kind: ClaimKind) {
        if rule.defect.is_some() {
            return;
        }
        let path = format!("{above}extension:{}", rule.variable.id);
        match rule.source {
            Source::Column(column) => self.add(path, rule.variable.label, vec![column], kind),
            Source::ValueCode(code) => self.push(V2Element {
                path,
                meaning: rule.variable.label,
                columns: Vec::new(),
                value_code: Some(code),
                kinds: vec![kind],
            }),
        }
    }

    fn info(&mut self, rule: &Info, kind: ClaimKind) {
        let (slice, meaning) = match rule.category {
            InfoCategory::Variable(variable) => (variable.id, variable.label),
            InfoCategory::Slice(code, text) => (code, text),
            InfoCategory::SliceOf(code, _, variable) => (code, variable.label),
        };
        let columns = match rule.value {
            InfoValue::Period(start, end) => vec![start, end],
            InfoValue::Code(column, _)
            | InfoValue::Date(column)
            | InfoValue::Count(column)
            | InfoValue::Pints(column)
            | InfoValue::Compound(column) => vec![column],
        };
        self.add(format!("supportingInfo:{slice}"), meaning, columns, kind);
    }

    fn adjudication(&mut self, rule: &Adjudication, kind: ClaimKind) {
        let path = |variable: &Variable| format!("item.adjudication:{}", variable.id);
        match rule {
            Adjudication::Amount(rule) => self.amount("item.adjudication", rule, kind),
            Adjudication::Reason(column, variable) => {
                self.add(path(variable), variable.label, vec![*column], kind);
            }
            Adjudication::Adjustment(pair, variable) => {
                let columns =
                    ANSI_PAIRS.get(*pair).map(|(group, reason)| vec![*group, *reason]).unwrap_or_default();
                self.add(path(variable), variable.label, columns, kind);
            }
            Adjudication::PlanPaid => {
                for (variable, column) in [
                    (&crate::codes::variables::CVRD_D_PLAN_PD_AMT, clm_line::CLM_LINE_CVRD_PD_AMT),
                    (&crate::codes::variables::NCVRD_PLAN_PD_AMT, clm_line::CLM_LINE_NCVRD_PD_AMT),
                ] {
                    self.add(path(variable), variable.label, vec![column], kind);
                }
            }
        }
    }

    fn amount(&mut self, above: &str, rule: &Amount, kind: ClaimKind) {
        if rule.defect.is_some() {
            return;
        }
        let columns = std::iter::once(rule.column).chain(rule.parts.iter().copied()).collect();
        let (slice, meaning) = rule.variable.map_or(("drugcost", "Drug cost"), |one| (one.id, one.label));
        self.add(format!("{above}:{slice}"), meaning, columns, kind);
        if let Some((column, variable)) = rule.extension {
            let path = format!("{above}:{slice}.extension:{}", variable.id);
            self.add(path, variable.label, vec![column], kind);
        }
    }
}
