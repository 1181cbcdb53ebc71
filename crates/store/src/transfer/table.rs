//! Tables as they are carried over: in the columns, the types and the order of the target.

/// The types of columns that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A number of two bytes.
    Int2,
    /// A number of four bytes.
    Int4,
    /// A number of eight bytes.
    Int8,
    /// A text.
    Text,
    /// Bytes.
    Bytea,
}

impl Kind {
    /// The type by its name in PostgreSQL's catalog.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "int2" => Self::Int2,
            "int4" => Self::Int4,
            "int8" => Self::Int8,
            "text" => Self::Text,
            "bytea" => Self::Bytea,
            _ => return None,
        })
    }
}

/// A column.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// Its name.
    pub(crate) name: String,
    /// Its type.
    pub(crate) kind: Kind,
}

/// A table of the target.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Its plane, which is its schema.
    pub(crate) plane: &'static str,
    /// Its name.
    pub(crate) name: String,
    /// Its columns.
    pub(crate) columns: Vec<Column>,
    /// The places of the columns that make its primary key, in the key's order.
    pub(crate) key: Vec<usize>,
    /// The tables that it refers to.
    pub(crate) references: Vec<String>,
    /// The column that PostgreSQL numbers.
    pub(crate) numbered: Option<String>,
}

impl Table {
    /// Its name with its plane.
    pub(crate) fn full_name(&self) -> String {
        format!("{}.{}", self.plane, self.name)
    }

    /// The columns of its primary key.
    pub(crate) fn key_columns(&self) -> impl Iterator<Item = &Column> {
        self.key.iter().filter_map(|place| self.columns.get(*place))
    }

    /// Its columns for a statement.
    pub(crate) fn column_list(&self) -> String {
        let names: Vec<String> = self.columns.iter().map(|column| quoted(&column.name)).collect();
        names.join(", ")
    }
}

/// A name as both dialects take it, whatever word it is.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// The tables in an order in which each comes behind those that it refers to.
pub(crate) fn in_order(mut tables: Vec<Table>) -> Vec<Table> {
    let mut ordered: Vec<Table> = Vec::new();
    while !tables.is_empty() {
        let placed = |name: &String| ordered.iter().any(|table| table.name == *name);
        let ready = |table: &Table| table.references.iter().all(|name| *name == table.name || placed(name));
        // Tables that refer to each other in a circle go as they come: PostgreSQL refuses their rows then.
        let next = tables.iter().position(ready).unwrap_or(0);
        ordered.push(tables.remove(next));
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_behind_those_that_it_refers_to() {
        let table = |name: &str, references: &[&str]| Table {
            plane: "platform",
            name: name.to_owned(),
            columns: Vec::new(),
            key: Vec::new(),
            references: references.iter().map(|name| (*name).to_owned()).collect(),
            numbered: None,
        };
        let tables = vec![table("a", &["b", "c"]), table("b", &["c"]), table("c", &["c"]), table("d", &[])];
        let names: Vec<String> = in_order(tables).into_iter().map(|table| table.name).collect();
        assert_eq!(names, ["c", "b", "a", "d"]);
    }
}
