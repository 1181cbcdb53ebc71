//! Short forms in which the rule tables are written.

macro_rules! extension {
    ($view:ident::$column:ident, $variable:ident, $value:expr) => {
        crate::v2::eob::rules::Extension {
            source: crate::v2::eob::rules::Source::Column(bluestem_model::column::$view::$column),
            variable: &crate::codes::variables::$variable,
            value: $value,
            defect: None,
        }
    };
}

macro_rules! info {
    ($variable:ident, Code $view:ident::$column:ident) => {
        info!(InfoCategory::Variable(&crate::codes::variables::$variable), Code $variable $view::$column)
    };
    ($category:expr, Code $variable:ident $view:ident::$column:ident) => {
        crate::v2::eob::rules::Info {
            category: $category,
            value: crate::v2::eob::rules::InfoValue::Code(
                bluestem_model::column::$view::$column,
                &crate::codes::variables::$variable.system,
            ),
        }
    };
    ($variable:ident, $value:expr) => {
        crate::v2::eob::rules::Info {
            category: InfoCategory::Variable(&crate::codes::variables::$variable),
            value: $value,
        }
    };
}

macro_rules! balance {
    ($view:ident::$column:ident, $variable:ident) => {
        balance!($view::$column, $variable, Money)
    };
    ($view:ident::$column:ident, $variable:ident, $value:ident) => {
        crate::v2::eob::rules::Balance {
            column: bluestem_model::column::$view::$column,
            variable: &crate::codes::variables::$variable,
            value: crate::v2::eob::rules::BalanceValue::$value,
        }
    };
}

macro_rules! amount {
    ($view:ident::$column:ident, $kind:ident, $variable:ident) => {
        crate::v2::eob::rules::Amount {
            column: bluestem_model::column::$view::$column,
            parts: &[],
            kind: amount_type!($kind),
            variable: Some(&crate::codes::variables::$variable),
            defect: None,
            misnamed: None,
            extension: None,
        }
    };
}

/// An amount of a line.
macro_rules! line_amount {
    ($view:ident::$column:ident, $kind:ident, $variable:ident) => {
        crate::v2::eob::rules::Adjudication::Amount(amount!($view::$column, $kind, $variable))
    };
    ($view:ident::$column:ident, $kind:ident, $variable:ident, $defect:ident) => {
        crate::v2::eob::rules::Adjudication::Amount(crate::v2::eob::rules::Amount {
            defect: Some(crate::v2::eob::Defect::$defect),
            ..amount!($view::$column, $kind, $variable)
        })
    };
}

macro_rules! carin_role {
    ($code:literal, $display:literal) => {
        coding!("http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimCareTeamRole", $code, $display)
    };
}
