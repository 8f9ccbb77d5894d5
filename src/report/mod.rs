//! Facts about a session: its plan, the time spent, what is covered, who was heard and may be quoted.
//!
//! Screens and reports both count, and both take their numbers from here, so that the two cannot differ. Promises:
//! the same session and the same `now` give the same numbers on every laptop; everything is counted over what is
//! shown of the entries that stand, conflicts by the rules of `merge`. No input or output, no clock. Leaves to
//! others: words and layout.
//!
//! Read [`plan`] (the themes as this session has them), [`coverage`] and [`people`] with [`same_person`]; then [`timing`]
//! with its parts `clocks`, `talk` and `pauses`. [`versions`] and [`reach`] tell what a withdrawal takes. `shown` picks
//! what counts of each entry; [`order`] is the order notes were said in. [`conflicts`] sets the sides of a conflict beside
//! each other, [`differing`] marks the words they do not share. [`corroboration`] says which notes of two [`recorders`]
//! may be about one moment, by the [`likeness`] of their words. [`paper_twin`] and [`gate`] are documents that count
//! nothing: an instrument to print, and what a prison asks at the gate.
//!
//! Reports are documents too. Each is made from a [`corpus`], which it names at its [`foot`], and counts in one shape ([`counted`]), so that small numbers
//! are hidden ([`suppress`]) and asked about ([`why`]) alike in all of them: [`appendix`] (by `returns` and `wordings`),
//! [`followup`], [`session`], [`covered`], and by themes across sessions (`strands`) [`matrix`], [`summary`], [`findings`] and
//! [`practice`]. What each gives is [`made`], and [`kinds`] names them; `told` is how a note is told in all of them.

pub mod plan;
pub mod paper_twin;
pub mod people;
pub mod coverage;
pub mod timing;
pub mod order;
pub mod corroboration;
pub mod likeness;
pub mod recorders;
pub mod versions;
pub mod reach;
pub mod answers;
pub mod conflicts;
pub mod same_person;
pub mod differing;
pub mod corpus;
pub mod foot;
pub mod counted;
pub mod suppress;
pub mod made;
pub mod appendix;
pub mod followup;
pub mod session;
pub mod covered;
pub mod matrix;
pub mod summary;
pub mod findings;
pub mod practice;
pub mod why;
pub mod kinds;
pub mod gate;
mod anchor;
mod returns;
mod wordings;
mod told;
pub mod strands;
mod shown;
mod clocks;
mod talk;
mod pauses;
#[cfg(test)]
mod sample;
