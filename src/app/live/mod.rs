//! A session: themes, notes, people, and the one line to type in.
//!
//! Read [`facts`] (what the panes are drawn from), [`typing`] (keys into words) and [`saving`] (words into notes),
//! [`themes`] (moving between them), [`earlier`] (choosing, changing and deleting notes), [`lists`] (people, tags
//! and themes to pick from), [`targets`] (what else is typed in the line), [`history`] (taking back), [`clock`],
//! [`pause`], [`gaps`] and [`marks`] (time), [`elsewhere`] (when the disk fails), [`debrief`], [`asking`] (a questionnaire), [`language`], [`limit`] (how much a note takes),
//! [`talk`] and [`shown`] (what the panes show), [`mouse`].

pub mod facts;
pub mod shown;
pub mod talk;
pub mod lists;
pub mod clock;
pub mod gaps;
pub mod themes;
pub mod ready;
pub mod debrief;
pub mod asking;
pub mod language;
pub mod mouse;
pub mod limit;
pub(super) mod targets;
pub(in crate::app) mod typing;
pub(super) mod saving;
pub(super) mod earlier;
pub(super) mod flags;
pub(super) mod probes;
pub(super) mod signs;
pub(super) mod pause;
pub(super) mod marks;
pub(super) mod elsewhere;
pub(super) mod history;

use super::commands::{Id, Place};
use super::draft::{Draft, Target};
use super::key::{Code, Key};
use super::layout::{Layout, Size, layout};
use super::menu::Menu;
use super::picker::{Picker, Purpose};
use super::sheets::{self, Choice};
use super::{App, Effect, OpenedSession, Overlay, Screen, Tone, wrap};
use crate::capture::Speaker;
use crate::format::journal::{Happened, Put};
use crate::model::ids::{EntryId, PromptId, SeatId, WriterId};
use crate::model::session::seat_number;
use crate::model::when::When;
use crate::study::Now;
use crate::study::recorder::Recorder;
use crate::study::undoing::History;
use facts::Facts;
use lists::List;

/// A session's state.
#[derive(Debug)]
pub struct Live {
    /// The session and what this writer adds.
    pub recorder: Recorder,
    /// This laptop, as the session knows it.
    laptop: Option<WriterId>,
    /// What the panes are drawn from.
    facts: Facts,
    /// The theme shown, as its place in the plan; in the debrief two remarks come after the themes.
    pub theme: usize,
    /// What is being typed.
    pub draft: Draft,
    /// A new note put aside while something else is typed.
    aside: Option<Draft>,
    /// Who speaks until somebody else is named.
    pub pinned: Option<u32>,
    /// The earlier note that is chosen.
    pub chosen: Option<EntryId>,
    /// Rows that the notes are moved down by, to see earlier ones.
    scroll: usize,
    /// The list over the typing line.
    pub list: Option<List>,
    /// What can be taken back.
    history: History,
    /// When what was typed was last safe on disk.
    pub saved_at: Option<When>,
    /// A stretch of time that can be noted as a pause, because the laptop slept.
    pub offered_pause: Option<(When, When)>,
    /// How many letters a full note has not taken since it last took one.
    not_taken: usize,
    /// What to do before the talk begins: the line chosen.
    ready: Choice,
    /// How far a questionnaire has come, where it is one.
    asking: Option<asking::Asking>,
    /// How it stands with the time.
    clock: clock::Clock,
    /// When the clock was last looked at, in milliseconds.
    looked_at_clock: i64,
    /// Whether nothing can be changed.
    is_read_only: bool,
    /// The question that a show of hands is about, and its words, until it is saved.
    pub(in crate::app) raised_for: Option<(PromptId, String)>,
    /// The question that what this seat says next belongs to.
    pub(in crate::app) words_to: Option<(PromptId, u32)>,
    /// Counts up whenever a pane beside the typing line has to be drawn again.
    revision: u64,
}

impl Live {
    /// Begins on the theme the session was last at; gives what to write down and what to tell.
    pub(super) fn open(opened: OpenedSession, now: &Now) -> (Self, Vec<Effect>, String) {
        let OpenedSession { recorder, recovered, is_read_only } = opened;
        let writer = recorder.writer().to_string();
        let laptop = recorder.session().lists.writers.current(&writer).map(|writer| writer.laptop);
        let history = laptop.map(|laptop| History::of_laptop(recorder.session(), laptop)).unwrap_or_default();
        let mut live = Self {
            facts: Facts::of(recorder.session()),
            asking: asking::Asking::of(recorder.session()),
            recorder,
            laptop,
            theme: 0,
            draft: Draft::default(),
            aside: None,
            pinned: None,
            chosen: None,
            scroll: 0,
            list: None,
            history,
            saved_at: None,
            offered_pause: None,
            not_taken: 0,
            ready: Choice::default(),
            clock: clock::Clock::default(),
            looked_at_clock: 0,
            is_read_only,
            raised_for: None,
            words_to: None,
            revision: 0,
        };
        live.theme = live.last_theme();
        for (name, kept) in &recovered.drafts {
            let notes = &live.recorder.session().lists.notes;
            let target = Target::named(name.as_ref(), |id| notes.current(id.as_str()).cloned());
            let draft = Draft::restored(target, kept, &live.facts.room);
            if draft.is_new() && live.draft.is_empty() {
                live.draft = draft;
            } else {
                let new = std::mem::replace(&mut live.draft, draft);
                live.aside =
                    live.aside.take().or(Some(new)).filter(|draft| draft.is_new() && !draft.is_empty());
            }
        }
        live.go_to_summary();
        live.begin_asking();
        live.look_at_clock(now);
        let effects = live.carry_on(now).into_iter().collect();
        let told = if is_read_only {
            READ_ONLY.to_owned()
        } else {
            shown::what_came_back(&recovered)
                .or_else(|| live.what_waits())
                .unwrap_or_else(|| live.how_to_begin().to_owned())
        };
        (live, effects, told)
    }

    /// What is said when a session is opened and nothing waits.
    const fn how_to_begin(&self) -> &'static str {
        if self.asking.is_some() {
            "Press an answer's key, type words if there are any, Enter goes on. Ctrl+G shows help."
        } else {
            "Type what is said, Enter saves it. Ctrl+G shows help."
        }
    }

    /// What waits for a person when the session is opened.
    fn what_waits(&self) -> Option<String> {
        let conflicts = match self.facts.conflicts {
            0 => None,
            1 => Some("One thing was changed in two places: Esc, 2 shows both.".to_owned()),
            more => Some(format!("{more} things were changed in two places: Esc, 2 shows them.")),
        };
        let session = self.recorder.session();
        let first = self.facts.unanswered.first().filter(|_| !self.is_read_only);
        let person =
            first.map(|pair| format!("{} Esc, 3 asks.", sheets::same_person::question(session, pair)));
        let told: Vec<String> = conflicts.into_iter().chain(person).collect();
        (!told.is_empty()).then(|| told.join(" "))
    }

    /// Where keys go.
    #[must_use]
    pub fn place(&self) -> Place {
        if self.list.as_ref().is_some_and(|list| !list.items(self).is_empty()) {
            return Place::List;
        }
        match &self.draft.target {
            Target::Summary(_) => Place::Debrief,
            Target::Answer(_) => Place::Asking,
            Target::Seat(_)
            | Target::WhyNotRead(_)
            | Target::Conflict(..)
            | Target::ShortForm
            | Target::Folder => Place::Field,
            _ if self.chosen.is_some() => Place::Earlier,
            _ if self.is_ready_shown() => Place::Ready,
            _ => Place::Live,
        }
    }

    /// What the panes are drawn from.
    #[must_use]
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The new note that waits while something else is typed.
    #[must_use]
    pub const fn aside(&self) -> Option<&Draft> {
        self.aside.as_ref()
    }

    /// The seat with this number; of two, the one this laptop's session listed first.
    #[must_use]
    pub fn seat(&self, number: u32) -> Option<SeatId> {
        let seats = self.recorder.session().seats();
        seats.into_iter().find(|(_, seat)| seat_number(&seat.label) == number).map(|(id, _)| id)
    }

    /// This laptop, as the session knows it.
    pub(in crate::app) const fn laptop(&self) -> Option<WriterId> {
        self.laptop
    }

    /// Whether it is only looked at.
    #[must_use]
    pub const fn is_read_only(&self) -> bool {
        self.is_read_only
    }

    /// Counts up whenever something beside the typing line changes.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Says that panes beside the typing line have to be drawn again.
    pub(super) const fn touch(&mut self) {
        self.revision += 1;
    }

    /// Says that something was added to the session: what the panes are drawn from is worked out again.
    pub(super) fn refresh(&mut self) {
        let shown = self.theme_id();
        self.facts = Facts::of(self.recorder.session());
        if let Some(asking) = &mut self.asking {
            asking.look(self.recorder.session());
        }
        if let Some(at) = shown.and_then(|id| self.facts.themes.iter().position(|theme| theme.id == id)) {
            self.theme = at;
        }
        self.touch();
    }

    /// Takes in what somebody else wrote.
    pub(super) fn join(&mut self, theirs: crate::model::session::Session) {
        self.recorder.join(theirs);
        self.refresh();
    }

    /// Where the panes stand at this size.
    #[must_use]
    pub fn layout(&self, size: Size) -> Layout {
        let width = self.typing_width(size);
        let rows = wrap::rows(self.draft.words.text(), width).len();
        let laid = layout(size, u16::try_from(rows).unwrap_or(u16::MAX));
        // One person answers a questionnaire: what there is to see are the questions.
        if self.asking.is_some() { laid.without_people() } else { laid }
    }

    /// The cells a row of the typing line has for words, after chips and prompt.
    #[must_use]
    pub fn typing_width(&self, size: Size) -> u16 {
        let cells = |text: &str| -> u16 {
            text.chars().map(|letter| wrap::cells(letter.encode_utf8(&mut [0; 4]))).sum()
        };
        let chips: u16 = self.chips().iter().map(|chip| cells(chip) + 1).sum();
        size.width.saturating_sub(chips + LEAD + 1).max(1)
    }

    /// What stands in front of the words: what is typed, who said it, what it is, where it goes.
    #[must_use]
    pub fn chips(&self) -> Vec<String> {
        let mut chips = Vec::new();
        match &self.draft.target {
            Target::New => {}
            Target::Note(..) => chips.push("change".to_owned()),
            Target::Seat(seat) => chips.push(format!("{} is", self.recorder.session().seat_label(seat))),
            Target::Summary(theme) => chips.push(self.summary_title(theme)),
            Target::Answer(_) => return self.answer_chips(),
            Target::WhyNotRead(_) => chips.push("why not read".to_owned()),
            Target::Conflict(..) => chips.push("what holds".to_owned()),
            Target::ShortForm => chips.push("short form".to_owned()),
            Target::Folder => chips.push("folder".to_owned()),
        }
        match (self.draft.signs.speaker, self.spoken_by()) {
            (Some(Speaker::Unpinned), _) => chips.push("nobody pinned".to_owned()),
            (Some(Speaker::Pinned(seat)), _) => chips.push(format!("P{seat} pinned")),
            (None, Some(seat)) if self.pinned == Some(seat) => chips.push(format!("P{seat} pinned")),
            (_, Some(seat)) if self.facts.room.has_seat(seat) => chips.push(format!("P{seat}")),
            (_, Some(seat)) => chips.push(format!("P{seat}?")),
            (_, None) => {}
        }
        chips.extend(self.draft.signs.kind.map(signs::chip));
        chips.extend(
            self.draft
                .signs
                .theme
                .as_ref()
                .and_then(|id| self.title_of(id))
                .map(|title| format!("in {title}")),
        );
        chips.extend(self.draft.flags.iter().map(|flag| flags::in_words(*flag).to_owned()));
        chips
    }
}

/// The cells before the chips, and of the prompt behind them.
pub const LEAD: u16 = 3;

/// What is said of a session that is only looked at.
const READ_ONLY: &str = "Open to be read: nothing can be changed. Tab goes on, Ctrl+Q leaves.";

/// What can be done in a session that is only looked at.
const fn is_reading(id: Id) -> bool {
    matches!(
        id,
        Id::NextTheme
            | Id::PreviousTheme
            | Id::EarlierNotes
            | Id::UpInList
            | Id::DownInList
            | Id::Back
            | Id::OpenMenu
            | Id::ShowId
            | Id::GoHome
            | Id::WhenSaved
            | Id::Coverage
            | Id::Conflicts
            | Id::Find
            | Id::History
            | Id::AllCommands
            | Id::Mouse
            | Id::NextQuestion
            | Id::PreviousQuestion
            | Id::FindQuestion
            | Id::Review
    )
}

/// The effect that writes versions down.
pub(in crate::app) fn journal(puts: Vec<Put>) -> Effect {
    Effect::Journal(Happened::Put { puts, ends: None })
}

/// Does what a key asks in a session.
pub(super) fn on_key(app: &mut App, key: Key, found: Option<Id>) -> Vec<Effect> {
    let size = app.size;
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let place = live.place();
    if live.is_read_only && !found.is_some_and(is_reading) && !matches!(key.typed(), Some('?' | '/')) {
        app.say(Tone::Attention, READ_ONLY);
        return Vec::new();
    }
    match place {
        Place::List => match (found, key.code) {
            (Some(Id::Take), _) => return lists::take(app),
            (Some(Id::UpInList | Id::DownInList), _) => {
                live.step_in_list(if found == Some(Id::UpInList) { -1 } else { 1 });
                return Vec::new();
            }
            (Some(Id::Back), _) => {
                live.list = None;
                return Vec::new();
            }
            // Letters narrow the list: they are typed as ever. Keys of the typing line work too.
            _ => {}
        },
        Place::Earlier => return earlier::on_key(app, key, found),
        Place::Asking => return asking::keys::on_key(app, key, found),
        _ => {
            let width = live.typing_width(size);
            let is_within = key.code == Code::Up && !live.draft.words.is_on_first_row(width);
            let is_empty = live.draft.is_empty() && live.draft.is_new();
            match key.typed().filter(|_| is_empty) {
                Some('?') => return super::everywhere(app, Id::Help).unwrap_or_default(),
                Some('/') => return command(app, Id::AllCommands),
                _ => {}
            }
            if let Some(found) = found.filter(|_| !is_within) {
                return command(app, found);
            }
        }
    }
    typing::on_key(app, key)
}

/// Does a command of the table.
pub(super) fn command(app: &mut App, id: Id) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    if live.is_read_only && !is_reading(id) {
        app.say(Tone::Attention, READ_ONLY);
        return Vec::new();
    }
    if let Some(effects) = asking::keys::on_command(app, id) {
        return effects;
    }
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    let overlay = match id {
        Id::SaveNote | Id::SaveSummary => return saving::save(app),
        Id::Take if live.is_ready_shown() => return ready::take(app),
        Id::UpInList | Id::DownInList if live.is_ready_shown() => {
            live.step_in_ready(if id == Id::UpInList { -1 } else { 1 });
            return Vec::new();
        }
        Id::NewLine => return typing::new_line(app),
        Id::NextTheme | Id::PreviousTheme => {
            return themes::go(app, if id == Id::NextTheme { 1 } else { -1 });
        }
        Id::EarlierNotes => return earlier::enter(app),
        Id::Who | Id::Tag => return earlier::pick(app, id),
        Id::Refile => return earlier::refile(app),
        Id::TickProbe => return probes::tick_next(app),
        Id::FlagCheck | Id::FlagAbsent | Id::FlagSettled => return flags::toggle(app, id),
        Id::Undo => return history::undo(app),
        Id::Redo => return history::redo(app),
        Id::Pause => return pause::pause(app),
        Id::Mark => return marks::mark(app),
        Id::Language => return language::ask(app),
        Id::AskRoom => return sheets::room::open(app),
        Id::Debrief => return debrief::enter(app),
        Id::Pin => return signs::pin(app),
        Id::ShortForms => return sheets::short_forms::open(app),
        Id::SaveElsewhere => return elsewhere::ask(app),
        Id::Back if live.place() == Place::Debrief => return debrief::leave(app),
        Id::Back if live.draft.target == Target::ShortForm => return sheets::short_forms::back(app),
        Id::Back => return targets::leave(app),
        Id::OpenMenu if !live.draft.is_new() => return targets::leave(app),
        Id::OpenMenu => Overlay::Menu(Menu::over(Place::Live)),
        Id::AllCommands => Overlay::Picker(Picker::new(Purpose::Commands)),
        Id::Find => Overlay::Picker(Picker::new(Purpose::Find)),
        Id::Coverage => Overlay::Coverage(0),
        Id::Conflicts => return sheets::conflicts::open(app),
        Id::Script => return sheets::script::open(app),
        Id::SamePerson => return sheets::same_person::open(app),
        Id::People => return sheets::people::open(app),
        Id::Plan => return sheets::plan::open(app),
        Id::Close => return sheets::close::open(app),
        Id::WhenSaved | Id::ShowId | Id::GoHome | Id::Mouse => return about(app, id),
        other => return signs::begin(app, other),
    };
    app.overlay = Some(overlay);
    Vec::new()
}

/// Commands about the session as a whole.
fn about(app: &mut App, id: Id) -> Vec<Effect> {
    let Screen::Live(live) = &mut app.screen else { return Vec::new() };
    match id {
        Id::WhenSaved => {
            let text = match (&app.trouble, &live.saved_at) {
                (Some(trouble), _) => trouble.clone(),
                (None, Some(at)) => {
                    format!("Saved at {}. Every letter is kept as you type.", super::hours_and_minutes(at))
                }
                (None, None) => "Every letter is kept as you type.".to_owned(),
            };
            app.say(Tone::Done, text);
        }
        Id::ShowId => {
            let id = live.recorder.session().id();
            app.say(Tone::Done, format!("The second note-taker chooses “Join a session” and types: {id}"));
        }
        Id::Mouse => {
            app.habits.has_mouse = !app.habits.has_mouse;
            let told = if app.habits.has_mouse {
                "Clicks go to hearken: themes, people, notes, probes and the keys below."
            } else {
                "Clicks go to the terminal again: drag to select text and copy it."
            };
            app.say(Tone::Done, told);
            return vec![Effect::Remember(app.habits.clone())];
        }
        Id::GoHome => {
            let session = Box::new(live.recorder.session().clone());
            if app.behind.is_some() {
                app.notice = None;
                return super::whole::come_back(app, session).unwrap_or_default();
            }
            app.screen = Screen::Home(super::home::Home::default());
            app.notice = None;
            app.practice = None;
            return vec![Effect::Close(session)];
        }
        _ => {}
    }
    Vec::new()
}

/// Puts a pasted text into the line.
pub(super) fn on_paste(app: &mut App, text: &str) -> Vec<Effect> {
    if let Screen::Live(live) = &app.screen
        && live.is_read_only
    {
        app.say(Tone::Attention, READ_ONLY);
        return Vec::new();
    }
    typing::paste(app, text)
}
