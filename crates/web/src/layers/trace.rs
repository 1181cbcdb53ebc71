//! The trace that a request belongs to (W3C Trace Context, Recommendation of 2021).

use std::num::NonZeroU32;

/// Header in which a caller names it, and in which it is passed on.
pub(super) const TRACEPARENT: &str = "traceparent";

/// Digits of a trace's id and of a step's.
const TRACE: usize = 32;
const STEP: usize = 16;

/// A trace, as far as we know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trace {
    /// 32 hexadecimal digits.
    id: String,
    /// The caller's step, 16 of them.
    parent: Option<String>,
    /// Whether it is recorded.
    sampled: bool,
}

impl Trace {
    /// What the header of a caller says; None when it says nothing that reads.
    pub(super) fn parse(header: &str) -> Option<Self> {
        let mut parts = header.split('-');
        let (version, id, step, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        // A later version may append more.
        let fits = version != "ff" && (version != "00" || parts.next().is_none());
        let whole = is_hex(version, 2) && is_id(id, TRACE) && is_id(step, STEP) && is_hex(flags, 2);
        let flags = u8::from_str_radix(flags, 16).ok()?;
        (fits && whole).then(|| Self {
            id: id.to_owned(),
            parent: Some(step.to_owned()),
            sampled: flags & 1 == 1,
        })
    }

    /// A trace that begins with the request of this id, 32 hexadecimal digits; one in so many is recorded.
    pub(super) fn begin(request: &str, one_in: Option<NonZeroU32>) -> Self {
        let drawn = request.get(TRACE - 8..).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let sampled = one_in.zip(drawn).is_some_and(|(one_in, drawn)| drawn % one_in == 0);
        Self { id: request.to_owned(), parent: None, sampled }
    }

    /// Its id.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The step of the caller, when there is one.
    pub(super) fn parent(&self) -> Option<&str> {
        self.parent.as_deref()
    }

    /// Whether it is recorded.
    pub(super) fn is_sampled(&self) -> bool {
        self.sampled
    }

    /// The header for whom we ask within the request of this id.
    pub(super) fn header(&self, request: &str) -> String {
        format!("00-{}-{}-0{}", self.id, step(request), u8::from(self.sampled))
    }
}

/// The step that the request of this id is, 16 hexadecimal digits.
pub(super) fn step(request: &str) -> &str {
    request.get(..STEP).unwrap_or(request)
}

fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_id(text: &str, digits: usize) -> bool {
    is_hex(text, digits) && text.bytes().any(|byte| byte != b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

    #[test]
    fn a_callers_trace_goes_on_with_our_step() {
        let trace = Trace::parse(&format!("00-{ID}-00f067aa0ba902b7-01")).unwrap();
        assert_eq!((trace.id(), trace.parent()), (ID, Some("00f067aa0ba902b7")));
        let request = "0123456789abcdef0123456789abcdef";
        assert_eq!(trace.header(request), format!("00-{ID}-0123456789abcdef-01"));
        assert_eq!(Trace::begin(request, None).header(request), format!("00-{request}-0123456789abcdef-00"));
    }

    #[test]
    fn of_traces_that_begin_here_one_in_so_many_is_recorded() {
        let recorded = |one_in| {
            let requests = (0..1000).map(|number| format!("{number:032x}"));
            requests.filter(|request| Trace::begin(request, NonZeroU32::new(one_in)).is_sampled()).count()
        };
        assert_eq!((recorded(0), recorded(1), recorded(4)), (0, 1000, 250));
    }

    #[test]
    fn a_later_version_reads_and_nonsense_does_not() {
        assert!(Trace::parse(&format!("01-{ID}-00f067aa0ba902b7-01-more")).is_some());
        let zeros = "0".repeat(TRACE);
        for header in [
            String::new(),
            ID.to_owned(),
            format!("00-{ID}-00f067aa0ba902b7"),
            format!("00-{ID}-00f067aa0ba902b7-01-more"),
            format!("ff-{ID}-00f067aa0ba902b7-01"),
            format!("00-{}-00f067aa0ba902b7-01", ID.to_uppercase()),
            format!("00-{zeros}-00f067aa0ba902b7-01"),
            format!("00-{ID}-0000000000000000-01"),
            format!("00-{ID}-00f067aa0ba902b7-1"),
            format!("00-{ID}é-00f067aa0ba902b7-01"),
        ] {
            assert_eq!(Trace::parse(&header), None, "{header}");
        }
    }
}
