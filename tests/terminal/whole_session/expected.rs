//! What the file has to hold, one line for each entry; the steps write it beside what they do.

use std::collections::{BTreeMap, BTreeSet};

/// A note as the file has to hold it.
#[derive(Debug, Clone)]
pub(crate) struct Noted {
    pub(crate) kind: &'static str,
    pub(crate) who: &'static str,
    pub(crate) theme: &'static str,
    pub(crate) text: String,
    pub(crate) tags: BTreeSet<&'static str>,
    pub(crate) flags: BTreeSet<&'static str>,
    /// The stage of practice, or the hands.
    pub(crate) more: String,
    pub(crate) is_deleted: bool,
    /// How often it was written.
    pub(crate) versions: usize,
}

/// What somebody said, in the note-taker's words.
pub(crate) fn point(text: &str) -> Noted {
    Noted {
        kind: "point",
        who: "nobody",
        theme: "",
        text: text.to_owned(),
        tags: BTreeSet::new(),
        flags: BTreeSet::new(),
        more: String::new(),
        is_deleted: false,
        versions: 1,
    }
}

/// What somebody said, word for word.
pub(crate) fn quote(text: &str) -> Noted {
    Noted { kind: "quote", ..point(text) }
}

/// What people did.
pub(crate) fn observation(text: &str) -> Noted {
    Noted { kind: "observation", ..point(text) }
}

/// The note-taker's own comment.
pub(crate) fn comment(text: &str) -> Noted {
    Noted { kind: "comment", ..point(text) }
}

/// A show of hands, like `4 of 5` or `4 of 5, 1 against`.
pub(crate) fn hands(hands: &str, text: &str) -> Noted {
    Noted { kind: "count", more: hands.to_owned(), ..point(text) }
}

/// An example of practice of a stage.
pub(crate) fn practice(stage: &str, text: &str) -> Noted {
    Noted { kind: "practice", more: stage.to_owned(), ..point(text) }
}

/// An action to follow up.
pub(crate) fn action(text: &str) -> Noted {
    Noted { kind: "action", ..point(text) }
}

/// A point put aside.
pub(crate) fn parked(text: &str) -> Noted {
    Noted { kind: "parked", ..point(text) }
}

impl Noted {
    pub(crate) fn by(self, who: &'static str) -> Self {
        Self { who, ..self }
    }

    pub(crate) fn on(self, theme: &'static str) -> Self {
        Self { theme, ..self }
    }

    pub(crate) fn tag(mut self, tag: &'static str) -> Self {
        self.tags.insert(tag);
        self
    }

    pub(crate) fn flag(mut self, flag: &'static str) -> Self {
        self.flags.insert(flag);
        self
    }

    /// One more version of it was written.
    pub(crate) fn written(&mut self) -> &mut Self {
        self.versions += 1;
        self
    }

    fn line(&self) -> String {
        let Self { kind, who, theme, text, more, versions, .. } = self;
        let state = if self.is_deleted { "deleted " } else { "" };
        let tags: Vec<String> = self.tags.iter().map(|tag| format!(" #{tag}")).collect();
        let flags: Vec<String> = self.flags.iter().map(|flag| format!(" [{flag}]")).collect();
        let marks = [tags, flags].concat().concat();
        format!("note: {state}{kind} by {who} on {theme}: {text:?}{marks} {more} x{versions}")
    }
}

/// Somebody with a seat.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seated {
    pub(crate) about: String,
    /// What was said to taking part, quotes, being asked again.
    pub(crate) consent: [&'static str; 3],
    pub(crate) versions: usize,
}

/// A theme whose plan was changed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Planned {
    pub(crate) minutes: Option<u32>,
    pub(crate) place: Option<u32>,
    pub(crate) silence: &'static str,
    pub(crate) versions: usize,
}

/// Everything the file has to hold.
#[derive(Debug, Default)]
pub(crate) struct Expected {
    pub(crate) details: String,
    pub(crate) openings: Vec<&'static str>,
    pub(crate) people: BTreeMap<&'static str, Seated>,
    pub(crate) notes: Vec<Noted>,
    pub(crate) themes: BTreeMap<&'static str, Planned>,
    /// Probes, each with whether it is ticked and how often it was written.
    pub(crate) probes: BTreeMap<&'static str, (bool, usize)>,
    /// Scripts with what became of them, and how often that was written.
    pub(crate) scripts: BTreeMap<&'static str, (&'static str, usize)>,
    pub(crate) attendance: Vec<&'static str>,
    pub(crate) pauses: Vec<&'static str>,
    pub(crate) theme_log: Vec<&'static str>,
    /// Summaries by title, in the order in which they were written.
    pub(crate) summaries: BTreeMap<&'static str, String>,
}

/// In the place of a theme where the talk is over.
pub(crate) const OVER: &str = "(over)";

impl Expected {
    /// The plan of a theme, of which one more version is written.
    pub(crate) fn planned(&mut self, title: &'static str) -> &mut Planned {
        let planned = self.themes.entry(title).or_default();
        planned.versions += 1;
        planned
    }

    /// A person, of whom one more version is written.
    pub(crate) fn person(&mut self, label: &'static str) -> &mut Seated {
        let seated = self.people.entry(label).or_default();
        seated.versions += 1;
        seated
    }

    /// A summary, which rests on every note of its theme.
    pub(crate) fn summed_up(&mut self, title: &'static str, text: &str) {
        let notes = self.notes.iter().filter(|note| note.theme == title && !note.is_deleted);
        let notes: Vec<&str> = notes.map(|note| note.text.as_str()).collect();
        self.summaries.insert(title, format!("{text:?} rests on {notes:?}"));
    }

    /// All of it, line by line.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.details.clone()];
        lines.extend(self.openings.iter().map(|opening| format!("opened: {opening}")));
        for (label, Seated { about, consent, versions }) in &self.people {
            lines.push(format!("person: {label} {about}; {} x{versions}", consent.join(", ")));
        }
        lines.extend(self.notes.iter().map(Noted::line));
        for (title, Planned { minutes, place, silence, versions }) in &self.themes {
            lines.push(format!("theme: {title} {minutes:?} {place:?} {silence} x{versions}"));
        }
        for (probe, (is_ticked, versions)) in &self.probes {
            lines.push(format!("probe: {probe} {is_ticked} x{versions}"));
        }
        for (script, (state, versions)) in &self.scripts {
            lines.push(format!("script: {script} {state} x{versions}"));
        }
        lines.extend(self.attendance.iter().map(|came| format!("attendance: {came}")));
        lines.extend(self.pauses.iter().map(|pause| format!("pause: {pause}")));
        lines.extend(self.theme_log.iter().map(|title| format!("theme log: {title}")));
        lines.extend(self.summaries.iter().map(|(title, text)| format!("summary: {title}: {text}")));
        lines
    }
}
