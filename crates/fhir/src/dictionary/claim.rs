//! ExplanationOfBenefit: what the rule tables say, and the fixed rest in the order of output.

use bluestem_model::column::{Column, clm, clm_ansi_sgntr, clm_val, prvdr_hstry};

use super::claim_fixed::{
    AFTER_INFO, AFTER_ITEM, AUDIT_TRAIL, BEFORE_CARE_TEAM, Fixed, IN_ITEM, STAY, TYPE_OF_BILL,
};
use super::element::Element;
use super::prior_auth;
use crate::codes::CodeSystem;
use crate::codes::systems::{
    ANSI_GRP_CD, ANSI_RSN_CD, CLM_AUDT_TRL_STUS_CD, CLM_PRVDR_SPCLTY_CD, CLM_RLT_COND_CD, NUBC_TYPE_OF_BILL,
    NUCC, US_FIPS_STATE_CODES, X12_ADJUSTMENT_GROUP, X12_ADJUSTMENT_REASON,
};
use crate::v3::eob::rules::{
    self, Adjudication, Amount, Extension, ExtensionValue, Info, InfoGroup, InfoValue, Role, RuleSet, Source,
};

const RESOURCE: &str = "ExplanationOfBenefit";

/// Elements under way: those of the same path are one, with the columns, systems and families of all.
struct List(Vec<Element>);

impl List {
    fn add(&mut self, element: Element) {
        let Some(known) = self.0.iter_mut().find(|known| known.path == element.path) else {
            return self.0.push(element);
        };
        for column in element.columns {
            if !known.columns.contains(&column) {
                known.columns.push(column);
            }
        }
        for system in element.systems {
            if !known.systems.contains(&system) {
                known.systems.push(system);
            }
        }
        for family in element.families {
            if !known.families.contains(&family) {
                known.families.push(family);
            }
        }
    }

    fn fixed(&mut self, list: &[Fixed]) {
        for fixed in list {
            let families = rules::all().filter(|(_, rules)| fixed.families.contains(&rules.family));
            self.add(Element {
                path: format!("{RESOURCE}.{}", fixed.path),
                value: "",
                columns: fixed.columns.to_vec(),
                systems: fixed.systems.to_vec(),
                meaning: fixed.meaning.to_owned(),
                rule: fixed.rule,
                families: families.map(|(name, _)| name).collect(),
            });
        }
    }

    fn of_each_family(&mut self, add: impl Fn(&mut Self, &'static str, &'static RuleSet)) {
        for (family, rules) in rules::all() {
            add(self, family, rules);
        }
    }
}

/// Every element.
pub(super) fn elements() -> Vec<Element> {
    let mut list = List(Vec::new());
    list.fixed(BEFORE_CARE_TEAM);
    list.of_each_family(|list, family, rules| {
        let line = rules.line_care_team.as_ref();
        line.into_iter().chain(rules.care_team).for_each(|role| list.add(member(role, family)));
    });
    list.of_each_family(|list, family, rules| {
        for group in rules.info {
            let (InfoGroup::Header(infos) | InfoGroup::Line(infos) | InfoGroup::OnlyLine(infos)) = group;
            infos.iter().for_each(|info| list.add(information(info, family)));
        }
    });
    list.fixed(AFTER_INFO);
    list.of_each_family(|list, family, rules| list.add(coverage(rules, family)));
    list.of_each_family(|list, family, rules| {
        rules.line_extensions.iter().for_each(|rule| list.add(line_extension(rule, family)));
    });
    list.fixed(IN_ITEM);
    list.of_each_family(|list, family, rules| {
        let lines = rules.line_adjudication.iter();
        lines.for_each(|rule| list.add(adjudication("item.adjudication", rule, family)));
    });
    list.of_each_family(|list, family, rules| {
        rules
            .adjudication
            .iter()
            .copied()
            .flatten()
            .for_each(|rule| list.add(adjudication("adjudication", rule, family)));
    });
    list.of_each_family(|list, family, rules| {
        rules.total.iter().for_each(|rule| list.add(amount("total", rule, family)));
    });
    list.fixed(AFTER_ITEM);
    prior_auth::elements().for_each(|element| list.add(element));
    list.0
}

fn member(role: &Role, family: &'static str) -> Element {
    let of_claim = [Some(role.npi), role.name, role.specialty, role.qualifier];
    let of_provider = [
        prvdr_hstry::PRVDR_NPI_NUM,
        prvdr_hstry::PRVDR_LAST_NAME,
        prvdr_hstry::PRVDR_1ST_NAME,
        prvdr_hstry::PRVDR_LGL_NAME,
        prvdr_hstry::PRVDR_TXNMY_CMPST_CD,
    ];
    Element {
        path: format!("{RESOURCE}.careTeam:{}", role.code),
        value: "",
        columns: of_claim.into_iter().flatten().chain(of_provider).collect(),
        systems: vec![CLM_PRVDR_SPCLTY_CD.url, NUCC.url],
        meaning: format!("The {} provider", role.code),
        rule: "care-team",
        families: vec![family],
    }
}

fn information(info: &Info, family: &'static str) -> Element {
    let key = info.category.slice.or(info.category.code).unwrap_or_default();
    let (value, rule) = value_of(&info.value);
    let columns = match info.value {
        InfoValue::TypeOfBill => TYPE_OF_BILL.to_vec(),
        InfoValue::AdmissionPeriod => STAY.to_vec(),
        InfoValue::AuditTrail => AUDIT_TRAIL.to_vec(),
        _ => vec![info.column],
    };
    Element {
        path: format!("{RESOURCE}.supportingInfo:{key}"),
        value,
        columns,
        systems: systems_of(&info.value),
        meaning: meaning_of(info),
        rule,
        families: vec![family],
    }
}

fn value_of(value: &InfoValue) -> (&'static str, &'static str) {
    match value {
        InfoValue::Codes(_) => ("code", "code"),
        InfoValue::CodeOr(..) => ("code", "code-or-blank"),
        InfoValue::State => ("code", "state"),
        InfoValue::Number(_) => ("code", "number"),
        InfoValue::Date => ("timingDate", "date"),
        InfoValue::Text => ("valueString", "copy"),
        InfoValue::Quantity(_) => ("valueQuantity", "quantity"),
        InfoValue::TypeOfBill => ("code", "type-of-bill"),
        InfoValue::AdmissionPeriod => ("timingPeriod", "admission-period"),
        InfoValue::Conditions => ("code", "conditions"),
        InfoValue::AuditTrail => ("code", "audit-trail"),
    }
}

fn systems_of(value: &InfoValue) -> Vec<&'static str> {
    let one = |system: &CodeSystem| vec![system.url];
    match value {
        InfoValue::Codes(systems) => systems.iter().map(|system| system.url).collect(),
        InfoValue::CodeOr(system, _) | InfoValue::Number(system) => one(system),
        InfoValue::State => one(&US_FIPS_STATE_CODES),
        InfoValue::TypeOfBill => one(&NUBC_TYPE_OF_BILL),
        InfoValue::Conditions => one(&CLM_RLT_COND_CD),
        InfoValue::AuditTrail => one(&CLM_AUDT_TRL_STUS_CD),
        _ => Vec::new(),
    }
}

/// What the slices of CARIN mean; our own codes have a text.
fn meaning_of(info: &Info) -> String {
    let text = match info.category.slice {
        Some("typeofbill") => "Type of bill",
        Some("admissionperiod") => "Period of the stay",
        Some("clmrecvddate") => "Day on which the claim was received",
        Some("pointoforigin") => "Where the patient came from",
        Some("discharge-status") => "Status of the patient at discharge",
        Some("admtype") => "Type of admission",
        Some("drg") => "Diagnosis related group",
        Some("rxorigincode") => "How the prescription reached the pharmacy",
        Some("brandgenericindicator") => "Brand or generic drug",
        Some("compoundcode") => "Whether the drug is a compound",
        Some("dayssupply") => "Days of supply",
        Some("refillnum") => "Number of the fill",
        Some("dawcode") => "Whether the product was dispensed as written",
        Some(slice) => slice,
        None => info.category.display,
    };
    text.to_owned()
}

fn coverage(rules: &RuleSet, family: &'static str) -> Element {
    Element {
        path: format!("{RESOURCE}.insurance.coverage"),
        value: "",
        columns: vec![
            rules.record_type,
            clm::CLM_TYPE_CD,
            clm::BENE_SK,
            clm::CLM_SBMTR_CNTRCT_NUM,
            clm::CLM_SBMTR_CNTRCT_PBP_NUM,
        ],
        systems: Vec::new(),
        meaning: "The part of Medicare that the claim was made to".to_owned(),
        rule: "insurance",
        families: vec![family],
    }
}

fn line_extension(rule: &Extension, family: &'static str) -> Element {
    let (value, systems, name) = match rule.value {
        ExtensionValue::Coding(system) => ("valueCoding", vec![system.url], "line-extension"),
        ExtensionValue::Decimal => ("valueDecimal", Vec::new(), "line-extension"),
        ExtensionValue::TaxNumber => ("valueIdentifier", Vec::new(), "tax-number"),
    };
    Element {
        path: format!("{RESOURCE}.item.extension:{}", rule.name),
        value,
        columns: vec![rule.column],
        systems,
        meaning: format!("The line's {}", rule.column.name()),
        rule: name,
        families: vec![family],
    }
}

fn adjudication(path: &str, rule: &Adjudication, family: &'static str) -> Element {
    let special =
        |slice: &str, columns: Vec<Column>, systems: Vec<&'static str>, meaning: &str, rule| Element {
            path: format!("{RESOURCE}.{path}:{slice}"),
            value: "reason",
            columns,
            systems,
            meaning: meaning.to_owned(),
            rule,
            families: vec![family],
        };
    let network = "Whether the provider is in the payer's network";
    match rule {
        Adjudication::Amount(rule) => amount(path, rule, family),
        Adjudication::PaymentStatus => {
            special("benefitpaymentstatus", vec![], vec![], network, "payment-status")
        }
        Adjudication::PricingStatus(column) => {
            special("benefitpaymentstatus", vec![*column], vec![], network, "payment-status")
        }
        Adjudication::AdjustmentReason(column) => special(
            "adjustmentreason",
            [*column].into_iter().chain(PAIRS).collect(),
            [&X12_ADJUSTMENT_GROUP, &ANSI_GRP_CD, &X12_ADJUSTMENT_REASON, &ANSI_RSN_CD]
                .map(|system| system.url)
                .to_vec(),
            "Why the line was adjusted",
            "adjustment-reason",
        ),
    }
}

const PAIRS: [Column; 9] = [
    clm_ansi_sgntr::CLM_ANSI_SGNTR_SK,
    clm_ansi_sgntr::CLM_1_REV_CNTR_ANSI_GRP_CD,
    clm_ansi_sgntr::CLM_1_REV_CNTR_ANSI_RSN_CD,
    clm_ansi_sgntr::CLM_2_REV_CNTR_ANSI_GRP_CD,
    clm_ansi_sgntr::CLM_2_REV_CNTR_ANSI_RSN_CD,
    clm_ansi_sgntr::CLM_3_REV_CNTR_ANSI_GRP_CD,
    clm_ansi_sgntr::CLM_3_REV_CNTR_ANSI_RSN_CD,
    clm_ansi_sgntr::CLM_4_REV_CNTR_ANSI_GRP_CD,
    clm_ansi_sgntr::CLM_4_REV_CNTR_ANSI_RSN_CD,
];

fn amount(path: &str, rule: &Amount, family: &'static str) -> Element {
    let (value, columns, name) = match &rule.source {
        Source::Money(column) => ("amount", vec![*column], "amount"),
        Source::Number(column) => ("value", vec![*column], "count"),
        Source::ValueCode(_) => ("amount", vec![clm_val::CLM_VAL_AMT], "value-code"),
        Source::Sum(columns, given) => ("amount", [columns, &[*given][..]].concat(), "sum"),
    };
    Element {
        path: format!("{RESOURCE}.{path}:{}", rule.category.code.or(rule.category.slice).unwrap_or_default()),
        value,
        columns,
        systems: Vec::new(),
        meaning: rule.category.display.to_owned(),
        rule: name,
        families: vec![family],
    }
}
