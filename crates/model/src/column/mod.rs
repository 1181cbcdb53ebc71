//! The vocabulary of the source: every view of the Integrated Data Repository (IDR) that Bluestem reads and
//! every column of it, by its own name.
//!
//! A [`Column`] is two bytes: its view and its place in that view. Both are written into stored records, so
//! the tables only ever grow at the end; `tests/column_numbers.rs` holds that.

#[macro_use]
mod table;
mod ccw;
mod claims;
mod people;
mod reference;
mod view;

pub use ccw::*;
pub use claims::*;
pub use people::*;
pub use reference::*;
pub use view::View;

/// What the text of a cell must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Signed 64-bit decimal integer. Leading zeros are kept.
    Integer,
    /// Decimal number with optional sign and fraction, at most 18 digits.
    Decimal,
    /// ISO 8601 calendar date `YYYY-MM-DD`; a time behind it is ignored.
    Date,
    /// ISO 8601 date and time. Only kept, never computed with.
    Timestamp,
    /// Any text.
    Text,
}

/// A column of a view: the view and the column's place in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Column(u16);

/// What the tables say of one column.
#[derive(Clone, Copy, Debug)]
pub struct ColumnSpec {
    /// The source's column name, as in the CSV header.
    pub name: &'static str,
    /// What its cells look like.
    pub kind: Kind,
    /// Whether it is part of its view's natural key.
    pub key: bool,
}

/// What the tables say of one view.
#[derive(Clone, Copy, Debug)]
pub struct ViewSpec {
    /// Which view.
    pub view: View,
    /// The IDR's name of the view, e.g. `V2_MDCR_CLM`.
    pub name: &'static str,
    /// The name in file names: `SYNTHETIC_<stem>.csv`.
    pub stem: &'static str,
    /// Its columns; their places are their numbers.
    pub columns: &'static [ColumnSpec],
}

impl Column {
    /// Column number `index` of `view`.
    pub const fn new(view: View, index: u8) -> Self {
        Self(((view.number() as u16) << 8) | index as u16)
    }

    /// The number of the column's view.
    pub const fn view_number(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// The column's place in its view.
    pub const fn index(self) -> u8 {
        (self.0 & 0xff) as u8
    }

    /// What the tables say of it.
    pub fn spec(self) -> Option<&'static ColumnSpec> {
        View::from_number(self.view_number())?.spec().columns.get(usize::from(self.index()))
    }

    /// The source's name, e.g. `CLM_UNIQ_ID`.
    pub fn name(self) -> &'static str {
        self.spec().map_or("?", |spec| spec.name)
    }
}

impl std::fmt::Debug for Column {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let view = View::from_number(self.view_number()).map_or("?", |view| view.spec().stem);
        write!(f, "{view}.{}", self.name())
    }
}

impl View {
    /// All views, in the order of their numbers.
    pub fn all() -> impl Iterator<Item = &'static ViewSpec> {
        claims::VIEWS.iter().chain(people::VIEWS).chain(reference::VIEWS).chain(ccw::VIEWS)
    }

    /// The view with this stored number.
    pub fn from_number(number: u8) -> Option<Self> {
        SPECS.get(usize::from(number)).copied().flatten().map(|spec| spec.view)
    }

    /// The view whose files are called `SYNTHETIC_<stem>.csv`.
    pub fn from_stem(stem: &str) -> Option<Self> {
        Self::all().find(|spec| spec.stem.eq_ignore_ascii_case(stem)).map(|spec| spec.view)
    }

    /// The column of this view with the source's name `name`.
    pub fn column(self, name: &str) -> Option<Column> {
        let index = self.spec().columns.iter().position(|column| column.name == name)?;
        Some(Column::new(self, u8::try_from(index).ok()?))
    }
}

/// The specifications by view number.
static SPECS: [Option<&'static ViewSpec>; 128] = index_by_number();

const UNKNOWN: ViewSpec = ViewSpec { view: View::Clm, name: "?", stem: "?", columns: &[] };

#[allow(clippy::indexing_slicing)] // evaluated at compile time
const fn index_by_number() -> [Option<&'static ViewSpec>; 128] {
    let mut specs = [None; 128];
    let tables: [&'static [ViewSpec]; 4] = [claims::VIEWS, people::VIEWS, reference::VIEWS, ccw::VIEWS];
    let mut table = 0;
    while table < tables.len() {
        let mut place = 0;
        while place < tables[table].len() {
            let spec = &tables[table][place];
            specs[spec.view.number() as usize] = Some(spec);
            place += 1;
        }
        table += 1;
    }
    specs
}
