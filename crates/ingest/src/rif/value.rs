//! Checks one cell and puts its value into the form of the model.

use std::borrow::Cow;

use bluestem_model::number::Decimal;
use bluestem_model::rif::{RifColumn, RifKind};
use bluestem_model::time::Date;

use crate::report::Reason;

/// The value of a cell: None when it is empty and may be. An empty required number is 0 (the reference's default);
/// a date comes as `YYYY-MM-DD`; a blank single character is a value that says nothing, and so none.
pub(super) fn value<'c>(column: &RifColumn, cell: &'c [u8]) -> Result<Option<Cow<'c, str>>, Reason> {
    let raw = std::str::from_utf8(cell).map_err(|_| Reason::NotUtf8)?;
    let text = raw.trim();
    if text.is_empty() {
        return match column.kind {
            RifKind::Decimal(..) if column.required => Ok(Some(Cow::Borrowed("0"))),
            RifKind::Integer if has_default(column) => Ok(Some(Cow::Borrowed("0"))),
            RifKind::Char if column.required && raw != " " => Err(Reason::Required),
            RifKind::Char => Ok(None),
            _ if column.required => Err(Reason::Required),
            _ => Ok(None),
        };
    }
    match column.kind {
        RifKind::Integer => match text.parse::<i64>() {
            Ok(_) => Ok(Some(Cow::Borrowed(text))),
            Err(_) => Err(Reason::NotRif("an integer of 64 bits")),
        },
        RifKind::Decimal(digits, scale) => decimal(text, digits, scale).map(Some),
        RifKind::Date => date(text).map(|date| Some(Cow::Owned(date.to_string()))),
        RifKind::Char if text.chars().count() == 1 => Ok(Some(Cow::Borrowed(text))),
        RifKind::Char => Err(Reason::NotRif("one character")),
        RifKind::Text(longest) if text.chars().count() > usize::from(longest) => Err(Reason::TooLong),
        RifKind::Text(_) => Ok(Some(Cow::Borrowed(text))),
    }
}

/// Numbers of claim groups and lines are 0 where a file leaves them empty.
fn has_default(column: &RifColumn) -> bool {
    matches!(column.name, "CLM_GRP_ID" | "CLM_LINE_NUM" | "LINE_NUM" | "CMPND_CD" | "REV_CNTR_UNIT_CNT")
}

fn decimal(text: &str, digits: u8, scale: u8) -> Result<Cow<'_, str>, Reason> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return Err(Reason::NotRif("a decimal number"));
    }
    let before = whole.trim_start_matches('0').len();
    let behind = fraction.trim_end_matches('0').len();
    let room = if digits == 0 { usize::MAX } else { usize::from(digits.saturating_sub(scale)) };
    if before > room || (digits != 0 && behind > usize::from(scale)) || Decimal::parse(text).is_none() {
        return Err(Reason::TooManyDigits);
    }
    Ok(Cow::Borrowed(text))
}

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// `17-Mar-1981`, with the month in any case of letters, or `19810317`.
fn date(text: &str) -> Result<Date, Reason> {
    let wrong = || Reason::NotRif("a date (dd-MMM-yyyy or yyyyMMdd)");
    let bytes = text.as_bytes();
    let parts = match bytes.len() {
        8 if bytes.iter().all(u8::is_ascii_digit) => {
            (text.get(..4), text.get(4..6).map(str::to_owned), text.get(6..))
        }
        11 if bytes.get(2) == Some(&b'-') && bytes.get(6) == Some(&b'-') => {
            let month = text.get(3..6).and_then(|name| {
                MONTHS
                    .iter()
                    .position(|month| month.eq_ignore_ascii_case(name))
                    .map(|place| format!("{:02}", place + 1))
            });
            (text.get(7..), month, text.get(..2))
        }
        _ => return Err(wrong()),
    };
    let (Some(year), Some(month), Some(day)) = parts else { return Err(wrong()) };
    format!("{year}-{month}-{day}").parse().map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use bluestem_model::rif::RifType;

    use super::*;

    fn check(kind: RifType, name: &str, cell: &str) -> Result<Option<String>, Reason> {
        let found = value(kind.column(name).unwrap(), cell.as_bytes());
        found.map(|value| value.map(Cow::into_owned))
    }

    #[test]
    fn both_forms_of_dates_read() {
        let date = |cell| check(RifType::Carrier, "CLM_FROM_DT", cell);
        for cell in ["27-OCT-1999", "27-Oct-1999", "19991027"] {
            assert_eq!(date(cell), Ok(Some("1999-10-27".to_owned())), "{cell}");
        }
        for cell in ["1999-10-27", "27-OKT-1999", "30-FEB-1999", "19991327", "7-OCT-1999"] {
            assert!(matches!(date(cell), Err(Reason::NotRif(_))), "{cell}");
        }
        assert_eq!(date(""), Err(Reason::Required));
        assert_eq!(check(RifType::Carrier, "LINE_1ST_EXPNS_DT", ""), Ok(None));
    }

    #[test]
    fn amounts_have_so_many_digits() {
        let amount = |cell| check(RifType::Carrier, "CLM_PMT_AMT", cell);
        assert_eq!(amount("-1234567890.12"), Ok(Some("-1234567890.12".to_owned())));
        assert_eq!(amount(""), Ok(Some("0".to_owned())));
        assert_eq!(amount("00000000000012.5000"), Ok(Some("00000000000012.5000".to_owned())));
        for cell in ["12345678901", "1.234"] {
            assert_eq!(amount(cell), Err(Reason::TooManyDigits), "{cell}");
        }
        assert!(matches!(amount("1,000"), Err(Reason::NotRif(_))));
    }

    #[test]
    fn a_blank_character_is_a_value_that_says_nothing() {
        assert_eq!(check(RifType::Carrier, "CARR_CLM_ENTRY_CD", " "), Ok(None));
        assert_eq!(check(RifType::Carrier, "CARR_CLM_ENTRY_CD", ""), Err(Reason::Required));
        assert!(matches!(check(RifType::Carrier, "CARR_CLM_ENTRY_CD", "12"), Err(Reason::NotRif(_))));
        assert_eq!(check(RifType::Carrier, "CARR_NUM", "123456"), Err(Reason::TooLong));
    }
}
