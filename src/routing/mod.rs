//! Which questions are asked, given the answers so far; and whether an instrument can be walked at all.
//!
//! Promises: conditions are data and are only ever about earlier questions, so one pass from the first question to the
//! last decides everything; what a hidden question was answered before counts as no answer, so that hiding one hides
//! whatever hangs on it; an answer is never changed here, so that it stands again when its question comes back. The
//! method is that of every form of this kind (`relevant` in W3C's `XForms` of 2009): relevance is a function of the answers,
//! computed anew, never stored.
//!
//! Leaves to others: what a file looks like (`format`), what is shown (`app`), what is counted (`report`). No input or
//! output, no clock.
//!
//! Read [`answer`], then [`condition`], [`route`], and [`check`], which finds everything that is wrong with an
//! instrument, with [`reach`], by which it finds questions that nobody can come to. For people and paper: [`words`] says
//! conditions, [`keys`] gives answers their letters, [`ahead`] says which question follows when little is known. Last
//! [`lineage`]: whether the answers to two questions may be added up.

pub mod answer;
pub mod condition;
pub mod route;
pub mod wrong;
pub mod check;
pub mod reach;
pub mod suggest;
pub mod words;
pub mod keys;
pub mod ahead;
pub mod lineage;
