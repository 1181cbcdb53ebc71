//! `$explain`: where each value of a claim's resource comes from.
//!
//! The writer itself is asked: it renders the claim once more while every cell that it reads and every value that
//! it writes are noted. A written text that lies in the record is a cell of it; for other values the cells that
//! were read since the value before tell. What the element means and by which rule it is made, the dictionary
//! says, so that dictionary, explanation and resource stay one.

mod cells;
mod parameters;
mod scan;
mod slice;

use std::collections::{BTreeSet, HashMap};

use bluestem_model::claim::StoredClaim;
use bluestem_model::record::{ClaimRecord, Read, Reads, Record, RecordError};

pub use cells::Cell;
pub use parameters::parameters;

use super::EobOptions;
use super::write;
use crate::dictionary::{self, Element};
use crate::json::Json;
use crate::trace::{Notes, Written};
use cells::Cells;
use scan::{Leaf, leaves};

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// It is the text of one cell.
    Copied,
    /// It is made of cells by the rule.
    Derived,
    /// The rule gives it, whatever the source says; or the source has nothing and the profile demands something.
    Constant,
    /// It is a place in a list, or points at one.
    Position,
    /// This server knows it.
    Server,
}

impl Basis {
    /// Its word in an explanation.
    pub fn word(self) -> &'static str {
        match self {
            Self::Copied => "copied",
            Self::Derived => "derived",
            Self::Constant => "constant",
            Self::Position => "position",
            Self::Server => "server",
        }
    }
}

/// One value explained.
#[derive(Clone, Debug)]
pub struct Explained {
    /// Its path in the resource: `item[0].adjudication[3].amount.value`.
    pub path: String,
    /// The value, as it stands in the resource: text without quotes.
    pub value: String,
    /// Where it comes from.
    pub basis: Basis,
    /// The cells that it is made of.
    pub cells: Vec<Cell>,
    /// Whether it only names what the value beside it is: a system, a unit, a category.
    pub fixed: bool,
    /// Its element in the dictionary.
    pub element: Option<&'static Element>,
}

/// Explains every value of the resource that [`super::write`] makes of `claim`, in the resource's order.
pub fn explain(claim: &StoredClaim, options: &EobOptions<'_>) -> Result<Vec<Explained>, RecordError> {
    let reads = Reads::default();
    let record = Record::parse_noting(&claim.record, &reads)?;
    let mut json = Vec::new();
    let mut notes = Notes::new(&reads);
    let claim_record = ClaimRecord::new(&record);
    let resource = write::Claim::new(claim, &claim_record, options);
    write::resource(&mut Json::traced(&mut json, &mut notes), &resource);
    let written = notes.written;
    let explainer = Explainer { json, written, reads: reads.all(), cells: Cells::new(&claim.index, &record) };
    Ok(explainer.explain())
}

struct Explainer<'r> {
    json: Vec<u8>,
    written: Vec<Written>,
    reads: Vec<Read>,
    cells: Cells<'r>,
}

/// A leaf under explanation.
struct Subject<'l> {
    leaf: &'l Leaf,
    element: Option<&'static Element>,
    /// How many of its steps lead to the element.
    depth: usize,
    /// The cells that its text lies in.
    pointed: Vec<Cell>,
    /// Whether its text is one cell's, whole.
    whole: bool,
    /// Which reads came between the value before and this one.
    read: std::ops::Range<usize>,
}

impl Explainer<'_> {
    fn explain(&self) -> Vec<Explained> {
        let leaves = leaves(&self.json);
        let slices = slice::slices(&self.json, &leaves);
        let subjects: Vec<Subject<'_>> = leaves.iter().map(|leaf| self.subject(leaf, &slices)).collect();
        let mut rows: HashMap<String, BTreeSet<usize>> = HashMap::new();
        for subject in &subjects {
            let cells = self.read_cells(subject, &subject.read);
            let places = subject.pointed.iter().chain(&cells).map(|cell| cell.row);
            rows.entry(subject.leaf.path(1)).or_default().extend(places);
        }
        let explained = (0..subjects.len()).filter_map(|place| self.one(&subjects, place, &rows));
        explained.collect()
    }

    fn subject<'l>(&self, leaf: &'l Leaf, slices: &HashMap<String, String>) -> Subject<'l> {
        let element = dictionary::find(&sliced_path(leaf, slices));
        let depth = element.map_or(0, |element| element.path.split('.').count() - 1);
        let place = self.written.partition_point(|written| written.at <= leaf.at);
        let written = place.checked_sub(1).and_then(|place| self.written.get(place));
        let before = place.checked_sub(2).and_then(|place| self.written.get(place));
        let parts = written.filter(|written| written.at == leaf.at).map(|written| written.parts.as_slice());
        let parts = parts.unwrap_or_default();
        let mut pointed: Vec<Cell> = Vec::new();
        for cell in parts.iter().filter_map(|(address, _)| self.cells.at(*address)) {
            if !pointed.contains(&cell) {
                pointed.push(cell);
            }
        }
        let whole =
            matches!((parts, pointed.as_slice()), ([(_, length)], [cell]) if cell.value.len() == *length);
        let reads = |written: Option<&Written>| written.map_or(0, |written| written.reads);
        Subject { leaf, element, depth, pointed, whole, read: reads(before)..reads(written) }
    }

    /// The cells of the element's columns among those that were read in `range`.
    fn read_cells(&self, subject: &Subject<'_>, range: &std::ops::Range<usize>) -> Vec<Cell> {
        let columns = subject.element.map_or(&[][..], |element| &element.columns);
        let mut cells: Vec<Cell> = Vec::new();
        for read in self.reads.get(range.clone()).unwrap_or_default() {
            if columns.contains(&read.column) {
                let known = |cell: &Cell| cell.row == read.row && cell.column == read.column;
                if !cells.iter().any(known) {
                    cells.extend(self.cells.of(read.row, read.column));
                }
            }
        }
        cells
    }

    fn one(
        &self,
        subjects: &[Subject<'_>],
        place: usize,
        rows: &HashMap<String, BTreeSet<usize>>,
    ) -> Option<Explained> {
        let subject = subjects.get(place)?;
        let (basis, cells) = self.origin_of(subjects, subject, place, rows);
        Some(Explained {
            path: subject.leaf.path(usize::MAX),
            value: slice::text_of(&self.json, subject.leaf).to_owned(),
            fixed: basis == Basis::Constant && Self::is_fixed(subject),
            basis,
            cells,
            element: subject.element,
        })
    }

    fn origin_of(
        &self,
        subjects: &[Subject<'_>],
        subject: &Subject<'_>,
        place: usize,
        rows: &HashMap<String, BTreeSet<usize>>,
    ) -> (Basis, Vec<Cell>) {
        if !subject.pointed.is_empty() {
            let basis = if subject.whole { Basis::Copied } else { Basis::Derived };
            return (basis, subject.pointed.clone());
        }
        let rule = subject.element.map_or("", |element| element.rule);
        let is_position = subject.leaf.name().ends_with("equence");
        if rule != "position" && (is_position || Self::is_fixed(subject)) {
            return (if is_position { Basis::Position } else { Basis::Constant }, Vec::new());
        }
        let cells = self.behind(subjects, subject, place, rows);
        let basis = match rule {
            "server" => Basis::Server,
            "position" => Basis::Position,
            _ if cells.is_empty() => Basis::Constant,
            _ => Basis::Derived,
        };
        (basis, cells)
    }

    /// Whether the rule gives the value whatever the source says: names of systems and units, categories, roles, and
    /// what stands for an absent value.
    fn is_fixed(subject: &Subject<'_>) -> bool {
        let tail = subject.leaf.tail(subject.depth);
        let absent =
            tail.contains(&"extension") || subject.leaf.tail(0).iter().any(|name| name.starts_with('_'));
        absent
            || matches!(
                tail.first(),
                Some(&("category" | "role" | "meta" | "relationship" | "active" | "status"))
            )
            || matches!(subject.leaf.name(), "system" | "url" | "currency")
            || (tail.first() == Some(&"valueQuantity") && subject.leaf.name() != "value")
    }

    /// The cells that the value was made of: those read just before it, or before the values in front of it in the
    /// same element; else those of the element's columns in the rows that the same entry of the list is made of.
    fn behind(
        &self,
        subjects: &[Subject<'_>],
        subject: &Subject<'_>,
        place: usize,
        rows: &HashMap<String, BTreeSet<usize>>,
    ) -> Vec<Cell> {
        let Some(element) = subject.element else { return Vec::new() };
        let own = subject.leaf.path(subject.depth);
        let earlier = subjects.get(..=place).unwrap_or_default().iter().rev();
        for subject in earlier.take_while(|other| other.leaf.path(subject.depth) == own) {
            let cells = self.read_cells(subject, &subject.read);
            if !cells.is_empty() {
                return cells;
            }
        }
        let none = BTreeSet::new();
        self.cells.nearby(rows.get(&subject.leaf.path(1)).unwrap_or(&none), &element.columns)
    }
}

/// The path as the dictionary has it.
fn sliced_path(leaf: &Leaf, slices: &HashMap<String, String>) -> String {
    let mut path = "ExplanationOfBenefit".to_owned();
    for (place, step) in leaf.steps.iter().enumerate() {
        path.push('.');
        path.push_str(&step.name);
        if let Some(slice) = slices.get(&leaf.path(place + 1)).filter(|_| step.index.is_some()) {
            path.push(':');
            path.push_str(slice);
        }
    }
    path
}

impl Explained {
    /// Why the value is what it is, in words.
    pub fn note(&self) -> Option<&'static str> {
        let element = self.element?;
        let absent = ["unknown", "not-applicable", ABSENT].contains(&self.value.as_str());
        if self.basis == Basis::Constant && absent {
            return Some("The source has no value here and the profile demands the element.");
        }
        if self.fixed {
            return Some("Fixed by the rule: it names what the value beside it is.");
        }
        dictionary::rule_note(element.rule)
    }
}

/// The extension that stands where the source has no value.
const ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
