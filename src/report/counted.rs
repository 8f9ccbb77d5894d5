//! Everything a report counts, in one shape: what was looked at, what of it was counted as what, what was left out and why.
//!
//! Promises: a number in a report is the length of a list that is kept, so that asking why gives exactly what was
//! counted; hiding small numbers and shares in per cent work on this shape alone, so that no report does them by hand.
//! Leaves to others: what is counted (each report), the laying out (`document`).

use std::borrow::Cow;

use super::suppress::{Below, Hidden, of_several, with_total};
use crate::document::Amount;
use crate::model::ids::{EntryId, SessionId};

/// Something that was looked at: a session, or an entry of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// The session.
    pub session: SessionId,
    /// The note or answer in it; none where the whole session is counted.
    pub entry: Option<EntryId>,
    /// What it counts as.
    pub falls: Falls,
    /// How many there are of it: more than one where several are told together, without their ids.
    pub times: u32,
}

/// What something counts as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Falls {
    /// As these kinds, by their place; as none of them where it is only counted that it is there.
    Into(Vec<usize>),
    /// Not at all, for this reason.
    Out(Cow<'static, str>),
}

/// A kind of thing that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// The name of its number.
    pub anchor: String,
    /// What it is called.
    pub name: String,
}

/// How the kinds stand to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    /// Each thing is of one kind, so that together they are the base.
    IsBase,
    /// The same, and what is of the first kind is set out one by one, so that everybody can count it: it is never hidden.
    IsBaseAndFirstIsSeen,
    /// A thing can be of several of the kinds before this place; those from here on stand alone.
    Several {
        /// The place.
        alone: usize,
    },
}

/// Things counted by kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The name of the base.
    pub anchor: String,
    /// What is counted, in a few words: the question, say.
    pub about: String,
    /// The kinds, in the order in which they are shown.
    pub kinds: Vec<Kind>,
    /// How they add up.
    pub sum: Sum,
    /// What was looked at, in the order of sessions.
    pub things: Vec<Thing>,
}

/// The numbers as they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// How many there are of each kind.
    pub counts: Vec<Amount>,
    /// The same as a share of the base.
    pub shares: Vec<Amount>,
    /// How many were counted in all.
    pub base: Amount,
    /// All of the base as a share of it.
    pub whole: Amount,
    /// What is hidden.
    pub hidden: Hidden,
}

/// What stands for a number that is not shown.
pub const HIDDEN: &str = "hidden";

impl Thing {
    /// A thing that counts.
    pub(super) fn counts(session: SessionId, entry: Option<EntryId>) -> Self {
        Self { session, entry, falls: Falls::Into(Vec::new()), times: 1 }
    }

    /// A thing that does not, and why.
    pub(super) fn is_out(session: SessionId, entry: Option<EntryId>, why: &'static str) -> Self {
        Self { session, entry, falls: Falls::Out(Cow::Borrowed(why)), times: 1 }
    }
}

impl Counted {
    /// Things of one kind, which need no table.
    pub(super) fn list(anchor: String, about: impl Into<String>, things: Vec<Thing>) -> Self {
        Self { anchor, about: about.into(), kinds: Vec::new(), sum: Sum::IsBase, things }
    }

    /// How many there are, with its name.
    pub(super) fn number(&self) -> Amount {
        self.shown(Hidden::default()).base
    }

    /// Whether each thing is of one kind, so that the kinds together are the base.
    #[must_use]
    pub fn is_of_one_each(&self) -> bool {
        self.sum == Sum::IsBase
    }

    /// How many things count at all: the base of every share.
    #[must_use]
    pub fn base(&self) -> usize {
        let counts = |thing: &&Thing| matches!(thing.falls, Falls::Into(_));
        self.things.iter().filter(counts).map(|thing| thing.times as usize).sum()
    }

    /// How many count as each kind.
    #[must_use]
    pub fn counts(&self) -> Vec<u64> {
        let mut counts = vec![0; self.kinds.len()];
        for thing in &self.things {
            let Falls::Into(kinds) = &thing.falls else { continue };
            for kind in kinds {
                if let Some(count) = counts.get_mut(*kind) {
                    *count += u64::from(thing.times);
                }
            }
        }
        counts
    }

    /// What is hidden when numbers under a bound are.
    #[must_use]
    pub fn hidden(&self, below: Option<Below>) -> Hidden {
        match (below, self.sum) {
            (None, _) => Hidden::default(),
            (Some(below), Sum::IsBase) => with_total(&self.counts(), below),
            (Some(below), Sum::IsBaseAndFirstIsSeen) => {
                let rest: Vec<u64> = self.counts().into_iter().skip(1).collect();
                let hidden = with_total(&rest, below);
                Hidden { cells: hidden.cells.iter().map(|at| at + 1).collect(), ..hidden }
            }
            (Some(below), Sum::Several { alone }) => {
                of_several(&self.counts(), alone, self.base() as u64, below)
            }
        }
    }

    /// All that can be hidden.
    #[must_use]
    pub fn all_hidden(&self) -> Hidden {
        let mut hidden = Hidden::all(self.kinds.len());
        if self.sum == Sum::IsBaseAndFirstIsSeen {
            hidden.cells.remove(&0);
        }
        hidden
    }

    /// The numbers to show.
    #[must_use]
    pub fn shown(&self, hidden: Hidden) -> Shown {
        let base = self.base() as u64;
        let counts = self.counts();
        let each = || self.kinds.iter().zip(&counts).enumerate();
        let is_hidden = |at: &usize| hidden.cells.contains(at);
        Shown {
            counts: each().map(|(at, (kind, count))| amount(*count, is_hidden(&at), &kind.anchor)).collect(),
            // A share beside its count would tell a base that is hidden.
            shares: each()
                .map(|(at, (_, count))| share(*count, base, is_hidden(&at) || hidden.is_total_hidden))
                .collect(),
            base: amount(base, hidden.is_total_hidden, &self.anchor),
            // Of a base that is not shown it is not told either that it is nothing.
            whole: if hidden.is_total_hidden { share(1, 1, false) } else { share(base, base, false) },
            hidden,
        }
    }
}

/// A counted number with its name.
fn amount(count: u64, is_hidden: bool, anchor: &str) -> Amount {
    let anchor = (!anchor.is_empty()).then(|| anchor.to_owned());
    if is_hidden {
        return Amount { value: None, shown: HIDDEN.to_owned(), anchor };
    }
    Amount { value: Some(count), shown: count.to_string(), anchor }
}

/// A share in whole per cent, half a per cent rounded up. Of nothing there is none.
fn share(count: u64, base: u64, is_hidden: bool) -> Amount {
    let percent = (count * 100 + base / 2).checked_div(base).filter(|_| !is_hidden);
    let shown = match percent {
        _ if is_hidden => HIDDEN.to_owned(),
        Some(percent) => format!("{percent} %"),
        None => "–".to_owned(),
    };
    Amount { value: percent, shown, anchor: None }
}

/// A number that needs no reason: minutes, say.
pub(super) fn plain(value: Option<u64>) -> Amount {
    Amount { value, shown: value.map_or_else(|| "–".to_owned(), |value| value.to_string()), anchor: None }
}

/// What must be known of hidden numbers; nothing when none is hidden.
pub(super) fn about_hidden(hidden: &Hidden, below: Option<Below>) -> Option<String> {
    let below = below.filter(|_| hidden.is_any())?;
    Some(format!(
        "The word {HIDDEN} stands for every number under {}, and for others from which these could be worked out.",
        below.bound()
    ))
}

/// `3 returns`, `1 return`, `3 people`.
pub(super) fn many(number: usize, thing: &str) -> String {
    match (number, thing) {
        (1, _) => format!("1 {thing}"),
        (_, "person") => format!("{number} people"),
        _ => format!("{number} {thing}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thing(falls: Falls) -> Thing {
        Thing { session: SessionId::from_random([1; 10]), entry: None, falls, times: 1 }
    }

    fn counted(sum: Sum, falls: Vec<Falls>) -> Counted {
        let kind = |name: &str| Kind { anchor: format!("q1.{name}"), name: name.to_owned() };
        Counted {
            anchor: "q1".to_owned(),
            about: "Question 1".to_owned(),
            kinds: ["yes", "no"].map(kind).into(),
            sum,
            things: falls.into_iter().map(thing).collect(),
        }
    }

    #[test]
    fn what_is_left_out_is_in_no_count_and_not_in_the_base() {
        let out = Falls::Out("not asked".into());
        let counted =
            counted(Sum::IsBase, vec![Falls::Into(vec![0]), out, Falls::Into(vec![1]), Falls::Into(vec![0])]);
        assert_eq!((counted.base(), counted.counts()), (3, vec![2, 1]));
        let shown = counted.shown(Hidden::default());
        let shares: Vec<&str> = shown.shares.iter().map(|share| share.shown.as_str()).collect();
        assert_eq!(shares, ["67 %", "33 %"]);
        assert_eq!(
            shown.base,
            Amount { value: Some(3), shown: "3".to_owned(), anchor: Some("q1".to_owned()) }
        );
    }

    #[test]
    fn a_hidden_number_hides_its_share_and_keeps_its_name() {
        let falls = vec![Falls::Into(vec![0]), Falls::Into(vec![1]), Falls::Into(vec![1])];
        let counted = counted(Sum::IsBase, falls);
        let shown = counted.shown(counted.hidden(Below::new(2)));
        assert_eq!(
            shown.counts[0],
            Amount { value: None, shown: "hidden".to_owned(), anchor: Some("q1.yes".to_owned()) }
        );
        assert_eq!((shown.shares[0].value, shown.shares[1].shown.as_str()), (None, "hidden"));
        assert_eq!(shown.base.value, Some(3));
        assert!(about_hidden(&shown.hidden, Below::new(2)).unwrap().contains("under 2"));
    }

    #[test]
    fn what_is_set_out_one_by_one_is_never_hidden_and_the_rest_is_hidden_by_itself() {
        let falls = [vec![0], vec![1], vec![1], vec![1]].map(Falls::Into).into();
        let counted = counted(Sum::IsBaseAndFirstIsSeen, falls);
        assert!(!counted.hidden(Below::new(2)).is_any());
        let hidden = counted.hidden(Below::new(4));
        assert!(hidden.is_total_hidden && !hidden.cells.contains(&0) && hidden.cells.contains(&1));
        assert_eq!(hidden, counted.all_hidden());
        let shown = counted.shown(hidden);
        let of_first = (shown.counts[0].shown.as_str(), shown.shares[0].shown.as_str());
        assert_eq!(of_first, ("1", "hidden"), "with its share it would tell the base");
    }

    #[test]
    fn of_nothing_there_is_no_share() {
        let counted = counted(Sum::IsBase, Vec::new());
        let shown = counted.shown(Hidden::default());
        assert_eq!((shown.shares[0].shown.as_str(), shown.base.shown.as_str()), ("–", "0"));
    }
}
