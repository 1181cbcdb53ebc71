//! A code list that a payer keeps itself, as a file.

use super::list::{LONGEST, LabelList, Listed, System, normalized};
use crate::time::{Date, parse_date};

/// Versions below this are those of the built-in list.
pub const FIRST_OWN_VERSION: u32 = 1000;

const HEADER: &str = "system,code,start,end";

/// Why a file is no code list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// The first line does not name the version.
    #[error("line 1: must be `version,NUMBER` with a number from {FIRST_OWN_VERSION} on")]
    Version,
    /// The second line is not the header.
    #[error("line 2: must be `{HEADER}`")]
    Header,
    /// A line has not as many cells as the header.
    #[error("line {0}: must have four cells: {HEADER}")]
    Cells(usize),
    /// The system is unknown.
    #[error(
        "line {0}: the system must be one of icd-10-cm, icd-9-cm, icd-10-pcs, icd-9-procedure, hcpcs, cpt, ms-drg"
    )]
    System(usize),
    /// The code is empty or longer than any.
    #[error("line {0}: the code must have one to {LONGEST} letters and digits")]
    Code(usize),
    /// A date does not read, or the window ends before it begins.
    #[error("line {0}: start and end must be empty or dates (YYYY-MM-DD), in this order")]
    Window(usize),
    /// There is no code.
    #[error("the list has no codes")]
    Empty,
}

impl LabelList {
    /// Reads a list: the line `version,NUMBER`, the header, then a line a code. Start and end are included and may
    /// be empty.
    pub fn parse(text: &str) -> Result<Self, ListError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = (1..).zip(text.lines().map(str::trim));
        let first = lines.next().and_then(|(_, line)| line.strip_prefix("version,"));
        let version: Option<u32> = first.and_then(|number| number.trim().parse().ok());
        let version = version.filter(|version| *version >= FIRST_OWN_VERSION).ok_or(ListError::Version)?;
        if !lines.next().is_some_and(|(_, line)| line.eq_ignore_ascii_case(HEADER)) {
            return Err(ListError::Header);
        }
        let written = lines.filter(|(_, line)| !line.is_empty());
        let entries: Vec<_> = written.map(|(number, line)| entry(number, line)).collect::<Result<_, _>>()?;
        if entries.is_empty() {
            return Err(ListError::Empty);
        }
        Ok(Self::new(version, entries))
    }
}

fn entry(number: usize, line: &str) -> Result<(System, Listed), ListError> {
    let cells: Vec<&str> = line.split(',').map(str::trim).collect();
    let [system, code, start, end] = cells[..] else { return Err(ListError::Cells(number)) };
    let found = System::ALL.into_iter().find(|candidate| candidate.name().eq_ignore_ascii_case(system));
    let mut plain = [0; LONGEST];
    let code =
        normalized(code, &mut plain).filter(|code| code.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let code = code.filter(|code| !code.is_empty()).ok_or(ListError::Code(number))?;
    let date = |text: &str| -> Result<Option<Date>, ListError> {
        let date = (!text.is_empty()).then(|| parse_date(text).ok_or(ListError::Window(number)));
        date.transpose()
    };
    let (first, last) = (date(start)?, date(end)?);
    if first.zip(last).is_some_and(|(first, last)| last < first) {
        return Err(ListError::Window(number));
    }
    Ok((found.ok_or(ListError::System(number))?, Listed { code: code.into(), first, last }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "version,1001\nsystem,code,start,end\nICD-10-CM,f10.10,,\nms-drg,522,,2007-10-01\n\n\
                        hcpcs,G1028,2021-11-04,\n";

    #[test]
    fn a_list_reads_with_its_windows() {
        let list = LabelList::parse(LIST).unwrap();
        assert_eq!((list.version(), list.len()), (1001, 3));
        let found = |system, code, date| list.find(system, code, parse_date(date)).is_some();
        assert!(found(System::Icd10Cm, "F1010", "2020-01-01"));
        assert!(!found(System::Icd9Cm, "F1010", "2020-01-01"));
        assert!(found(System::MsDrg, "522", "2007-10-01") && !found(System::MsDrg, "522", "2007-10-02"));
        assert!(found(System::Hcpcs, "G1028", "2021-11-04") && !found(System::Hcpcs, "G1028", "2021-11-03"));
    }

    #[test]
    fn what_is_no_list_is_named_by_its_line() {
        let with = |from: &str, to: &str| LabelList::parse(&LIST.replace(from, to)).unwrap_err();
        assert_eq!(with("version,1001", "version,999"), ListError::Version);
        assert_eq!(with("system,code,start,end", "code,system"), ListError::Header);
        assert_eq!(with("f10.10,,", "f10.10,"), ListError::Cells(3));
        assert_eq!(with("ICD-10-CM", "ICD-11"), ListError::System(3));
        assert_eq!(with("f10.10", "f10.10.10.10"), ListError::Code(3));
        assert_eq!(with("G1028,2021-11-04,", "G1028,2021-11-04,2021-11-03"), ListError::Window(6));
        assert_eq!(with("G1028,2021-11-04,", "G1028,soon,"), ListError::Window(6));
        assert_eq!(LabelList::parse("version,1001\nsystem,code,start,end\n"), Err(ListError::Empty));
    }
}
