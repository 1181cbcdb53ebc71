//! Writes JSON straight to bytes, in one walk, without a tree in between.

use bluestem_model::number::{Decimal, Money};

use crate::trace::Trace;

/// A JSON document being written behind what `out` already holds. Commas are its business; that every `begin`
/// has its `end` is the caller's.
pub struct Json<'o> {
    out: &'o mut Vec<u8>,
    comma: bool,
    trace: Option<&'o mut dyn Trace>,
}

impl<'o> Json<'o> {
    /// A writer that appends one value to `out`.
    pub fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out, comma: false, trace: None }
    }

    /// As [`Json::new`]; `trace` is told of every value.
    pub(crate) fn traced(out: &'o mut Vec<u8>, trace: &'o mut dyn Trace) -> Self {
        Self { out, comma: false, trace: Some(trace) }
    }

    /// Opens an object, as a value.
    pub fn begin_object(&mut self) {
        self.separate();
        self.out.push(b'{');
        self.comma = false;
    }

    /// Closes the object.
    pub fn end_object(&mut self) {
        self.out.push(b'}');
        self.comma = true;
    }

    /// Opens an array, as a value.
    pub fn begin_array(&mut self) {
        self.separate();
        self.out.push(b'[');
        self.comma = false;
    }

    /// Closes the array.
    pub fn end_array(&mut self) {
        self.out.push(b']');
        self.comma = true;
    }

    /// The name of the next value. `name` is one of ours: plain ASCII without quotes.
    pub fn key(&mut self, name: &str) {
        self.separate();
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.comma = false;
    }

    /// A string value. Control characters that FHIR forbids in strings are dropped.
    pub fn string(&mut self, text: &str) {
        self.joined(&[text]);
    }

    /// A string value made of `parts`, one behind the other.
    pub fn joined(&mut self, parts: &[&str]) {
        self.separate();
        self.value(parts);
        self.out.push(b'"');
        for part in parts {
            self.escaped(part);
        }
        self.out.push(b'"');
        self.comma = true;
    }

    /// A boolean value.
    pub fn bool(&mut self, value: bool) {
        self.raw(if value { b"true" } else { b"false" });
    }

    /// An integer value.
    pub fn integer(&mut self, value: i64) {
        let mut buffer = itoa::Buffer::new();
        self.raw(buffer.format(value).as_bytes());
    }

    /// A decimal value in its shortest form.
    pub fn decimal(&mut self, value: Decimal) {
        let (negative, whole, fraction) = value.parts();
        self.separate();
        self.value(&[]);
        if negative {
            self.out.push(b'-');
        }
        self.out.extend_from_slice(itoa::Buffer::new().format(whole).as_bytes());
        if fraction > 0 {
            // Ten thousand in front keeps the zeros behind the point; its own digit is then left out.
            let mut buffer = itoa::Buffer::new();
            let digits = buffer.format(u32::from(fraction) + 10_000).trim_end_matches('0');
            self.out.push(b'.');
            self.out.extend_from_slice(digits.as_bytes().get(1..).unwrap_or_default());
        }
        self.comma = true;
    }

    /// An amount in dollars in its shortest form.
    pub fn money(&mut self, value: Money) {
        self.decimal(Decimal::from(value));
    }

    /// A value that is JSON already.
    pub fn raw(&mut self, json: &[u8]) {
        self.separate();
        self.value(&[]);
        self.out.extend_from_slice(json);
        self.comma = true;
    }

    /// `"name": "text"`.
    pub fn text(&mut self, name: &str, text: &str) {
        self.key(name);
        self.string(text);
    }

    /// `"name": value` where `value` is JSON already.
    pub fn raw_member(&mut self, name: &str, value: &str) {
        self.key(name);
        self.raw(value.as_bytes());
    }

    /// `"name": "text"`, or nothing.
    pub fn optional_text(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    /// `"name": { ... }` with what `fill` writes, or nothing if it writes nothing (FHIR has no empty objects).
    pub fn object(&mut self, name: &str, fill: impl FnOnce(&mut Self)) {
        self.enclosed(Some(name), b'{', b'}', fill);
    }

    /// `"name": [ ... ]` with what `fill` writes, or nothing if it writes nothing (FHIR has no empty arrays).
    pub fn array(&mut self, name: &str, fill: impl FnOnce(&mut Self)) {
        self.enclosed(Some(name), b'[', b']', fill);
    }

    /// `{ ... }` as the next element of an array, or nothing if `fill` writes nothing.
    pub fn element(&mut self, fill: impl FnOnce(&mut Self)) {
        self.enclosed(None, b'{', b'}', fill);
    }

    fn enclosed(&mut self, name: Option<&str>, open: u8, close: u8, fill: impl FnOnce(&mut Self)) {
        let (start, comma) = (self.out.len(), self.comma);
        if let Some(name) = name {
            self.key(name);
        }
        self.separate();
        self.out.push(open);
        self.comma = false;
        let inside = self.out.len();
        fill(self);
        if self.out.len() == inside {
            self.out.truncate(start);
            self.comma = comma;
        } else {
            self.out.push(close);
            self.comma = true;
        }
    }

    /// A value made of `parts` (none for what is not text) begins here.
    fn value(&mut self, parts: &[&str]) {
        if let Some(trace) = &mut self.trace {
            trace.value(self.out.len(), parts);
        }
    }

    fn separate(&mut self) {
        if self.comma {
            self.out.push(b',');
        }
    }

    fn escaped(&mut self, text: &str) {
        // Without an early end the compiler checks many bytes at once; nearly every text passes.
        let odd = |byte: u8| u8::from(byte < 0x20) | u8::from(byte == b'"') | u8::from(byte == b'\\');
        if text.bytes().fold(0, |found, byte| found | odd(byte)) == 0 {
            self.out.extend_from_slice(text.as_bytes());
            return;
        }
        let mut plain_from = 0;
        for (place, byte) in text.bytes().enumerate() {
            let escape: &[u8] = match byte {
                b'"' => b"\\\"",
                b'\\' => b"\\\\",
                b'\n' => b"\\n",
                b'\r' => b"\\r",
                b'\t' => b"\\t",
                0..=0x1f => b"",
                _ => continue,
            };
            self.out.extend_from_slice(text.as_bytes().get(plain_from..place).unwrap_or_default());
            self.out.extend_from_slice(escape);
            plain_from = place + 1;
        }
        self.out.extend_from_slice(text.as_bytes().get(plain_from..).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(fill: impl FnOnce(&mut Json<'_>)) -> serde_json::Value {
        let mut out = Vec::new();
        fill(&mut Json::new(&mut out));
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn numbers_are_written_in_their_shortest_form() {
        for text in ["0", "-0.57", "12.3456", "100", "0.0001", "1000000.1", "-5"] {
            let mut out = Vec::new();
            Json::new(&mut out).decimal(Decimal::parse(text).unwrap());
            assert_eq!(out, text.as_bytes());
        }
    }

    #[test]
    fn nothing_empty_is_written() {
        let value = written(|json| {
            json.begin_object();
            json.array("none", |_| {});
            json.text("a", "x\"\\\u{1}\n");
            json.object("none", |json| json.array("none", |_| {}));
            json.array("some", |json| {
                json.element(|_| {});
                json.element(|json| json.text("b", "é"));
                json.integer(-7);
            });
            json.end_object();
        });
        assert_eq!(value, serde_json::json!({"a": "x\"\\\n", "some": [{"b": "é"}, -7]}));
    }
}
