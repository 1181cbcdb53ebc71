//! JSON for reading: indented, members in the order in which they came.

/// Indents JSON by two spaces. `text` is valid JSON.
pub(super) fn indented(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut escaped = false;
    let mut opened = false;
    for character in text.chars() {
        if in_string {
            out.push(character);
            in_string = escaped || character != '"';
            escaped = character == '\\' && !escaped;
            continue;
        }
        if character.is_ascii_whitespace() {
            continue;
        }
        let closes = matches!(character, '}' | ']');
        depth = if closes { depth.saturating_sub(1) } else { depth };
        if opened != closes {
            new_line(&mut out, depth);
        }
        out.push(character);
        opened = matches!(character, '{' | '[');
        match character {
            '"' => in_string = true,
            ',' => new_line(&mut out, depth),
            ':' => out.push(' '),
            _ if opened => depth += 1,
            _ => {}
        }
    }
    out
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order_and_strings_their_text() {
        let text = r#"{"b":[1,{"a":"x, \"{y\\"}],"a":{},"c":[],"n":null}"#;
        let expected = "{\n  \"b\": [\n    1,\n    {\n      \"a\": \"x, \\\"{y\\\\\"\n    }\n  ],\n  \"a\": {},\n  \"c\": [],\n  \"n\": null\n}";
        assert_eq!(indented(text), expected);
        assert_eq!(indented(expected), expected);
    }
}
