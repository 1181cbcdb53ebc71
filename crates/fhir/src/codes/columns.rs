//! Which codes a source column may hold: what the rule tables and the named rules look its codes up in.

use std::collections::HashMap;
use std::sync::LazyLock;

use bluestem_model::column::{
    Column, clm, clm_ansi_sgntr, clm_line, clm_line_instnl, clm_line_prfnl, clm_prod, prauc,
};

use super::systems::{
    CLM_CNTRCTR_NUM, CLM_DDCTBL_COINSRNC_CD, CLM_PRVDR_SPCLTY_CD, PA_DECISION, PLACE_OF_SERVICE,
    PRIOR_AUTH_TYPE, PRVDR_ID_QLFYR_CD,
};
use super::{CodeSystem, Texts, Unknown, state};
use crate::v3::eob::rules::{self, ExtensionValue, InfoGroup, InfoValue};

/// What becomes of a code that its column's list does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// It is served without a text.
    Served,
    /// It is left out.
    LeftOut,
}

/// What a column's codes are looked up in.
enum List {
    /// A code system with built-in texts.
    System(&'static CodeSystem),
    /// States by the codes of the Social Security Administration; others are left out.
    States,
    /// These words; others are left out with what they stand in.
    Words(&'static [&'static str]),
}

/// Columns of named rules that look codes up in a system.
const SYSTEMS: [(Column, &CodeSystem); 7] = [
    (clm_line_instnl::CLM_DDCTBL_COINSRNC_CD, &CLM_DDCTBL_COINSRNC_CD),
    (clm_line::CLM_POS_CD, &PLACE_OF_SERVICE),
    (clm::PRVDR_SRVC_ID_QLFYR_CD, &PRVDR_ID_QLFYR_CD),
    (clm::PRVDR_PRSBNG_ID_QLFYR_CD, &PRVDR_ID_QLFYR_CD),
    (prauc::PA_DECISION, &PA_DECISION),
    (prauc::CLM_TYPE, &PRIOR_AUTH_TYPE),
    (prauc::MAC_ID, &CLM_CNTRCTR_NUM),
];

const GROUPS: &[&str] = &["CO", "CR", "OA", "PI", "PR"];

/// Columns of named rules that know some words and leave the rest out.
const WORDS: [(Column, &[&str]); 7] = [
    (clm_prod::CLM_DGNS_PRCDR_ICD_IND, &["0", "9"]),
    (clm_prod::CLM_PROD_TYPE_CD, &["1", "A", "D", "E", "P", "R", "S"]),
    (clm_line_prfnl::CLM_LINE_HCT_HGB_TYPE_CD, &["R1", "R2"]),
    (clm_ansi_sgntr::CLM_1_REV_CNTR_ANSI_GRP_CD, GROUPS),
    (clm_ansi_sgntr::CLM_2_REV_CNTR_ANSI_GRP_CD, GROUPS),
    (clm_ansi_sgntr::CLM_3_REV_CNTR_ANSI_GRP_CD, GROUPS),
    (clm_ansi_sgntr::CLM_4_REV_CNTR_ANSI_GRP_CD, GROUPS),
];

static LISTS: LazyLock<HashMap<Column, List>> = LazyLock::new(|| {
    let mut lists: HashMap<Column, List> = HashMap::new();
    let mut add = |column: Column, system: &'static CodeSystem| {
        if matches!(system.texts, Texts::BuiltIn(_)) {
            lists.entry(column).or_insert(List::System(system));
        }
    };
    let mut states = Vec::new();
    for (_, rules) in rules::all() {
        for group in rules.info {
            let (InfoGroup::Header(infos) | InfoGroup::Line(infos) | InfoGroup::OnlyLine(infos)) = group;
            for info in *infos {
                match &info.value {
                    InfoValue::Codes(systems) => systems.iter().for_each(|system| add(info.column, system)),
                    InfoValue::CodeOr(system, _) => add(info.column, system),
                    InfoValue::State => states.push(info.column),
                    _ => {}
                }
            }
        }
        for extension in rules.line_extensions {
            if let ExtensionValue::Coding(system) = extension.value {
                add(extension.column, system);
            }
        }
        let roles = rules.care_team.iter().chain(&rules.line_care_team);
        roles.filter_map(|role| role.specialty).for_each(|column| add(column, &CLM_PRVDR_SPCLTY_CD));
    }
    for (column, system) in SYSTEMS {
        add(column, system);
    }
    lists.extend(states.into_iter().map(|column| (column, List::States)));
    lists.extend(WORDS.into_iter().map(|(column, words)| (column, List::Words(words))));
    lists
});

/// What becomes of `code` in `column`, if the column has a list and the code is not on it.
pub fn gap(column: Column, code: &str) -> Option<Gap> {
    let (known, otherwise) = match LISTS.get(&column)? {
        List::System(system) => {
            let otherwise = if system.unknown == Unknown::Drop { Gap::LeftOut } else { Gap::Served };
            (system.has(code), otherwise)
        }
        List::States => (state::fips_of(code).is_some(), Gap::LeftOut),
        List::Words(words) => (words.contains(&code), Gap::LeftOut),
    };
    (!known).then_some(otherwise)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_on_its_columns_list_or_served_or_left_out() {
        assert_eq!(gap(clm::CLM_QUERY_CD, "0"), None);
        assert_eq!(gap(clm::CLM_QUERY_CD, "?"), Some(Gap::Served));
        assert_eq!(gap(clm::CLM_SBMT_FRMT_CD, "?"), Some(Gap::LeftOut));
        assert_eq!(gap(clm::GEO_BLG_SSA_STATE_CD, "?"), Some(Gap::LeftOut));
        assert_eq!(gap(clm_prod::CLM_DGNS_PRCDR_ICD_IND, "8"), Some(Gap::LeftOut));
        assert_eq!(gap(clm::CLM_CNTL_NUM, "?"), None, "no code");
        assert_eq!(gap(clm_line::CLM_LINE_REV_CTR_CD, "?"), None, "a list of others");
    }
}
