//! The values of a written document with their paths and places.

/// A value that is no object and no array.
#[derive(Debug)]
pub(super) struct Leaf {
    /// The names that lead to it, each with its place in a list.
    pub(super) steps: Vec<Step>,
    /// Where it begins and ends in the document.
    pub(super) at: usize,
    pub(super) end: usize,
}

/// One name on a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) name: String,
    pub(super) index: Option<usize>,
}

impl Leaf {
    /// The path of the first `depth` steps: `item[0].adjudication[3]`.
    pub(super) fn path(&self, depth: usize) -> String {
        let mut path = String::new();
        for step in self.steps.iter().take(depth) {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&step.name);
            if let Some(index) = step.index {
                path.extend(["[", &index.to_string(), "]"]);
            }
        }
        path
    }

    /// The names behind the first `depth` steps.
    pub(super) fn tail(&self, depth: usize) -> Vec<&str> {
        self.steps.iter().skip(depth).map(|step| step.name.as_str()).collect()
    }

    /// The last name.
    pub(super) fn name(&self) -> &str {
        self.steps.last().map_or("", |step| step.name.as_str())
    }
}

/// The leaves of `json` in its order. What is no JSON ends the list: the document is our own.
pub(super) fn leaves(json: &[u8]) -> Vec<Leaf> {
    let mut scanner = Scanner { json, at: 0, steps: Vec::new(), leaves: Vec::new() };
    scanner.value();
    scanner.leaves
}

struct Scanner<'j> {
    json: &'j [u8],
    at: usize,
    steps: Vec<Step>,
    leaves: Vec<Leaf>,
}

impl Scanner<'_> {
    fn byte(&self) -> Option<u8> {
        self.json.get(self.at).copied()
    }

    fn value(&mut self) -> Option<()> {
        match self.byte()? {
            b'{' => self.object(),
            b'[' => self.array(),
            _ => {
                let at = self.at;
                self.scalar()?;
                self.leaves.push(Leaf { steps: self.steps.clone(), at, end: self.at });
                Some(())
            }
        }
    }

    fn scalar(&mut self) -> Option<()> {
        if self.byte()? != b'"' {
            while !matches!(self.byte()?, b',' | b'}' | b']') {
                self.at += 1;
            }
            return Some(());
        }
        self.at += 1;
        while self.byte()? != b'"' {
            self.at += if self.byte()? == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
        Some(())
    }

    fn object(&mut self) -> Option<()> {
        loop {
            self.at += 1; // the brace or the comma
            if self.byte()? == b'}' {
                break;
            }
            let from = self.at + 1;
            self.scalar()?;
            let name = String::from_utf8_lossy(self.json.get(from..self.at - 1)?).into_owned();
            self.at += 1; // the colon
            self.steps.push(Step { name, index: None });
            self.value()?;
            self.steps.pop();
            if self.byte()? == b'}' {
                break;
            }
        }
        self.at += 1;
        Some(())
    }

    fn array(&mut self) -> Option<()> {
        let before = self.steps.last().and_then(|step| step.index);
        for index in 0.. {
            self.at += 1; // the bracket or the comma
            if self.byte()? == b']' {
                break;
            }
            if let Some(step) = self.steps.last_mut() {
                step.index = Some(index);
            }
            self.value()?;
            if self.byte()? == b']' {
                break;
            }
        }
        if let Some(step) = self.steps.last_mut() {
            step.index = before;
        }
        self.at += 1;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_its_path_and_place() {
        let json = br#"{"a":"x\"}","b":[{"c":1.5},{"c":true,"d":["e","f"]}],"g":{"h":-2}}"#;
        let found: Vec<(String, &[u8])> =
            leaves(json).iter().map(|leaf| (leaf.path(9), &json[leaf.at..leaf.end])).collect();
        let expected: [(&str, &[u8]); 6] = [
            ("a", br#""x\"}""#),
            ("b[0].c", b"1.5"),
            ("b[1].c", b"true"),
            ("b[1].d[0]", br#""e""#),
            ("b[1].d[1]", br#""f""#),
            ("g.h", b"-2"),
        ];
        assert_eq!(found, expected.map(|(path, value)| (path.to_owned(), value)));
    }
}
