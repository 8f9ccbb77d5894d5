//! Where the values of a JSON text stand in it, by the way to them.
//!
//! Each list and object on the way is gone through once, however many places in it are asked for.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use serde_json::value::RawValue;

use super::reader::Pairs;
use crate::model::shape::Step;

/// A text that reads as JSON, and what has been found in it so far.
#[derive(Debug)]
pub(super) struct Places<'a> {
    text: &'a str,
    objects: HashMap<usize, HashMap<Cow<'a, str>, Range<usize>>>,
    lists: HashMap<usize, Vec<Range<usize>>>,
}

impl<'a> Places<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, objects: HashMap::new(), lists: HashMap::new() }
    }

    /// The bytes of a value; of the nearest value around it where the way leads to nothing.
    pub(super) fn value(&mut self, path: &[Step]) -> Range<usize> {
        let start = self.text.len() - self.text.trim_start().len();
        let mut found = start..self.text.trim_end().len();
        for step in path {
            match self.below(&found, step) {
                Some(next) => found = next,
                None => break,
            }
        }
        found
    }

    /// The bytes of a member's name, quotes included; of its value where it is an element of a list.
    pub(super) fn name(&mut self, path: &[Step]) -> Range<usize> {
        let value = self.value(path);
        let Some((Step::Member(_), _)) = path.split_last() else { return value };
        // In front of a member's value stand a colon and the name, white space around them.
        let before = self.text.get(..value.start).unwrap_or_default().trim_end();
        let name = before.strip_suffix(':').map(str::trim_end).unwrap_or_default();
        let quotes = name.match_indices('"').map(|(at, _)| at);
        let is_escaped = |at: usize| {
            let slashes =
                name.get(..at).unwrap_or_default().bytes().rev().take_while(|byte| *byte == b'\\').count();
            slashes % 2 == 1
        };
        let mut ends = quotes.filter(|at| !is_escaped(*at)).collect::<Vec<_>>().into_iter().rev();
        match (ends.next(), ends.next()) {
            (Some(_), Some(start)) => start..name.len(),
            _ => value,
        }
    }

    fn below(&mut self, around: &Range<usize>, step: &Step) -> Option<Range<usize>> {
        let slice = self.text.get(around.clone())?;
        let text = self.text;
        match step {
            Step::Member(name) => {
                let members = self.objects.entry(around.start).or_insert_with(|| {
                    let pairs =
                        serde_json::from_str::<Pairs<'a>>(slice).map(|pairs| pairs.0).unwrap_or_default();
                    pairs.into_iter().map(|(name, value)| (name, range(text, value))).collect()
                });
                members.get(name.as_str()).cloned()
            }
            Step::Element(place) => {
                let items = self.lists.entry(around.start).or_insert_with(|| {
                    let items = serde_json::from_str::<Vec<&'a RawValue>>(slice).unwrap_or_default();
                    items.into_iter().map(|item| range(text, item)).collect()
                });
                items.get(*place).cloned()
            }
        }
    }
}

/// A raw value borrows from the text, so the difference of their addresses is where it begins.
fn range(text: &str, value: &RawValue) -> Range<usize> {
    let start = (value.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    start..start + value.get().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str) -> Step {
        Step::Member(name.to_owned())
    }

    #[test]
    fn values_and_names_are_found_by_the_way_to_them() {
        let text = " {\"a\": [1, {\"b\\\"c\" : \"é\"}],\n \"d\":{}} ";
        let mut places = Places::of(text);
        let inner = [member("a"), Step::Element(1), member("b\"c")];
        assert_eq!(text.get(places.value(&inner)).unwrap(), "\"é\"");
        assert_eq!(text.get(places.name(&inner)).unwrap(), "\"b\\\"c\"");
        assert_eq!(text.get(places.name(&[member("d")])).unwrap(), "\"d\"");
        assert_eq!(text.get(places.value(&[member("d"), member("nothing")])).unwrap(), "{}");
        assert_eq!(text.get(places.value(&[])).unwrap(), text.trim());
    }
}
