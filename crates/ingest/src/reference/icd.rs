//! ICD-10-CM and ICD-10-PCS as CMS gives them out each year: `icd10cm_order_2026.txt` (categories too, short and
//! long texts in columns) or `icd10cm_codes_2026.txt` (a code, blanks, its text).

use std::io::BufRead;
use std::path::Path;

use bluestem_store::StoreError;

use super::{Entry, ReferenceError, decode};

/// Reads every line.
pub(super) fn read(
    path: &Path,
    mut reader: impl BufRead,
    take: &mut impl FnMut(u64, Entry) -> Result<(), StoreError>,
) -> Result<(), ReferenceError> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = reader.read_until(b'\n', &mut line);
        let read = read.map_err(|source| ReferenceError::Unreadable { path: path.to_owned(), source })?;
        if read == 0 {
            break;
        }
        // Not trimmed at the front: columns count from there.
        let text = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
        if !text.trim_ascii().is_empty() {
            take(number, entry(text))?;
        }
    }
    Ok(())
}

fn entry(line: &[u8]) -> Entry {
    let (code, text) = in_columns(line).unwrap_or_else(|| {
        let end = line.iter().position(u8::is_ascii_whitespace).unwrap_or(line.len());
        line.split_at(end)
    });
    let (code, text) = (decode(code), decode(text));
    let is_code = (3..=7).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    match (is_code, text.is_empty()) {
        (false, _) => Entry::Fault("it does not begin with a code"),
        (true, true) => Entry::Nameless,
        (true, false) => Entry::Text { code, text },
    }
}

/// Of an order file: five digits, a blank, the code in seven, a blank, whether the code may be billed, a blank, a
/// short text in 60, a blank, the long text.
fn in_columns(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let number = line.get(..5)?;
    let is_order = number.iter().all(u8::is_ascii_digit)
        && line.get(5) == Some(&b' ')
        && matches!(line.get(13..16), Some(b" 0 " | b" 1 "));
    is_order.then(|| Some((line.get(6..13)?, line.get(77..)?)))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_line(line: &str) -> Option<(String, String)> {
        match entry(line.as_bytes()) {
            Entry::Text { code, text } => Some((code, text)),
            _ => None,
        }
    }

    #[test]
    fn both_forms_read() {
        let order = format!("{:<5} {:<7} {} {:<60} {}\r\n", "00042", "X37", "0", "Short", "Long text");
        assert_eq!(read_line(&order), Some(("X37".into(), "Long text".into())));
        assert_eq!(read_line("X3700   Some text\r\n"), Some(("X3700".into(), "Some text".into())));
        // A procedure whose code is digits alone is no order number.
        assert_eq!(read_line("0016070 Some bypass"), Some(("0016070".into(), "Some bypass".into())));
        assert_eq!(read_line("X37\n"), None);
        assert_eq!(read_line("A heading of the file"), None);
    }
}
