//! As much of FHIRPath as CMS's dictionary of v2 uses, read as its authors mean it: a comparison holds if it holds for
//! any of several values, and `[%n]` is any of them.

use serde_json::Value;

/// What `path` selects of `resource`.
pub(crate) fn select(resource: &Value, path: &str) -> Vec<Value> {
    let mut parser = Parser { rest: path };
    let selected = parser.any(std::slice::from_ref(resource));
    assert!(parser.rest.trim().is_empty(), "{path}: {:?} is not understood", parser.rest);
    selected
}

struct Parser<'p> {
    rest: &'p str,
}

const TRUE: Value = Value::Bool(true);

fn truth(holds: bool) -> Vec<Value> {
    if holds { vec![TRUE] } else { Vec::new() }
}

impl Parser<'_> {
    fn take(&mut self, token: &str) -> bool {
        let rest = self.rest.trim_start();
        let found = rest.strip_prefix(token);
        self.rest = found.unwrap_or(rest);
        found.is_some()
    }

    fn any(&mut self, focus: &[Value]) -> Vec<Value> {
        let mut value = self.all(focus);
        while self.take("or ") {
            let other = self.all(focus);
            value = truth(!value.is_empty() || !other.is_empty());
        }
        value
    }

    fn all(&mut self, focus: &[Value]) -> Vec<Value> {
        let mut value = self.comparison(focus);
        while self.take("and ") {
            let other = self.comparison(focus);
            value = truth(!value.is_empty() && !other.is_empty());
        }
        value
    }

    fn comparison(&mut self, focus: &[Value]) -> Vec<Value> {
        let left = self.path(focus);
        if !self.take("=") {
            return left;
        }
        let right = self.path(focus);
        truth(left.iter().any(|value| right.contains(value)))
    }

    fn path(&mut self, focus: &[Value]) -> Vec<Value> {
        if self.take("'") {
            let (text, rest) = self.rest.split_once('\'').unwrap();
            self.rest = rest;
            return vec![Value::from(text)];
        }
        let mut values = self.step(focus);
        while self.take(".") {
            values = self.step(&values);
        }
        values
    }

    fn step(&mut self, focus: &[Value]) -> Vec<Value> {
        let rest = self.rest.trim_start();
        let end = rest.find(|char: char| !char.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (name, rest) = rest.split_at(end);
        self.rest = rest;
        let values = if self.take("(") {
            let values = self.function(name, focus);
            assert!(self.take(")"), "{:?} after {name}", self.rest);
            values
        } else if name.bytes().all(|byte| byte.is_ascii_digit()) {
            vec![Value::from(name)]
        } else {
            children(focus, name)
        };
        if !self.take("[") {
            return values;
        }
        let (index, rest) = self.rest.split_once(']').unwrap();
        self.rest = rest;
        // `%n` stands for any.
        match index.parse::<usize>() {
            Ok(index) => values.into_iter().skip(index).take(1).collect(),
            Err(_) => values,
        }
    }

    fn function(&mut self, name: &str, focus: &[Value]) -> Vec<Value> {
        match name {
            "where" => {
                let start = self.rest;
                // Also without any element the condition must be read.
                self.any(&[]);
                let end = self.rest;
                let holds = |element: &&Value| {
                    let mut parser = Parser { rest: start };
                    !parser.any(std::slice::from_ref(*element)).is_empty()
                };
                let kept = focus.iter().filter(holds).cloned().collect();
                self.rest = end;
                kept
            }
            "exists" => truth(!focus.is_empty()),
            "substring" => {
                let from: usize = self.any(&[])[0].as_str().unwrap().parse().unwrap();
                assert!(self.take(","));
                self.any(&[]);
                focus.iter().map(|value| Value::from(&value.as_str().unwrap()[from..])).collect()
            }
            "iif" => {
                let condition = self.any(focus);
                assert!(self.take(","));
                let yes = self.any(focus);
                assert!(self.take(","));
                let no = self.any(focus);
                if condition.is_empty() { no } else { yes }
            }
            _ => panic!("{name} is not understood"),
        }
    }
}

fn children(focus: &[Value], name: &str) -> Vec<Value> {
    let mut found = Vec::new();
    for value in focus {
        match &value[name] {
            Value::Null => {}
            Value::Array(elements) => found.extend(elements.iter().cloned()),
            value => found.push(value.clone()),
        }
    }
    found
}

#[test]
fn paths_select() {
    let resource =
        serde_json::json!({"a": [{"k": "x", "v": [1]}, {"k": "y", "v": [2, 3]}], "r": "Patient/5"});
    assert_eq!(select(&resource, "a.where(k='y' and v.exists()).v"), [2, 3]);
    assert_eq!(select(&resource, "a[%n].where(k = 'z' or k = 'x').v"), [1]);
    assert_eq!(select(&resource, "a[1].v"), [2, 3]);
    assert_eq!(select(&resource, "r.substring(8,50)"), ["5"]);
    assert_eq!(select(&resource, "iif(b.exists(),b,r)"), ["Patient/5"]);
    assert!(select(&resource, "b.where(c.where(d='e')).f").is_empty());
}
