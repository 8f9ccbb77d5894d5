//! Screens as text at fixed sizes, and what keys do to them, without a terminal. One file a subject; every screen and
//! sheet at every size stands in [`looks`].

pub(crate) mod room;
mod home;
mod live;
mod capturing;
mod flags;
mod probes;
mod time;
mod people;
mod script;
mod plan;
mod earlier;
mod finding;
mod closing;
mod conflicts;
mod marks;
mod same_person;
mod kinds;
mod questionnaire;
mod looks;
mod mouse;
mod hints;
mod taking_back;
mod killed;
mod hostile;
mod two_wordings;
mod moments;
mod whole;
