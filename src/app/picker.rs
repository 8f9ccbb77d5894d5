//! A list that is narrowed by letters: every command, words in this session, a theme, a person, a tag.

use super::commands::{Id, Place, listed};
use super::composer::Composer;
use super::key::Key;
use super::layout::{Size, picker_area};
use super::live::asking::picks::EMPTIES;
use super::live::{Live, asking, earlier, language, lists, pause, shown, typing};
use super::sheets::{self, Choice};
use super::{App, Effect, Overlay, Screen};
use crate::model::ids::EntryId;
use crate::model::note::Empty;
use crate::model::question::Question;
use crate::model::visible::visible_line;

/// What is picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// A command.
    Commands,
    /// A note, by its words.
    Find,
    /// The theme of a saved note.
    Theme(EntryId),
    /// The theme of what is being typed.
    ThemeOfDraft,
    /// Who said a saved note.
    Speaker(EntryId),
    /// A tag of a saved note.
    Tag(EntryId),
    /// What a pause is for.
    Pause,
    /// A question to go to.
    Question,
    /// Why a question is left empty.
    Empty,
    /// The language of the guide.
    Language,
    /// A question to ask of the room.
    RoomQuestion,
}

/// The picker's state.
#[derive(Debug)]
pub struct Picker {
    /// What is picked.
    pub purpose: Purpose,
    /// The letters that narrow.
    pub typed: Composer,
    choice: Choice,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub label: String,
    /// What stands beside it.
    pub about: String,
    does: Does,
}

/// What taking a line does.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Does {
    Command(Id),
    Show(EntryId),
    BringBack(EntryId),
    Taken(lists::Taken),
    Pause(&'static str),
    Question(usize),
    Empty(Empty),
    Language(String),
    AskRoom(usize),
}

impl Picker {
    /// Begins with nothing typed.
    #[must_use]
    pub fn new(purpose: Purpose) -> Self {
        Self { purpose, typed: Composer::default(), choice: Choice::default() }
    }

    /// The line chosen.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.choice.0
    }

    /// The first line shown when there are more than fit.
    #[must_use]
    pub fn first_shown(&self, live: &Live, size: Size) -> usize {
        let area = picker_area(live.layout(size), size);
        // One row is the letters typed.
        let room = usize::from(sheets::inside(area).height.saturating_sub(1)).max(1);
        (self.at() + 1).saturating_sub(room)
    }

    /// What it asks.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        match self.purpose {
            Purpose::Commands => "All commands: type a few letters",
            Purpose::Find => "Find in this session: type words",
            Purpose::Theme(_) | Purpose::ThemeOfDraft => "Under which theme?",
            Purpose::Speaker(_) => "Who said it?",
            Purpose::Tag(_) => "Which tag?",
            Purpose::Pause => "What is the pause for?",
            Purpose::Question => "Which question? Type its number or a few letters",
            Purpose::Empty => "Why is there no answer?",
            Purpose::Language => "In which language?",
            Purpose::RoomQuestion => "Which question is asked of everybody?",
        }
    }

    /// The lines that fit what is typed.
    #[must_use]
    pub fn items(&self, live: &Live) -> Vec<Item> {
        let typed = self.typed.text().trim();
        let taken =
            |item: lists::Item| Item { label: item.label, about: item.about, does: Does::Taken(item.taken) };
        match &self.purpose {
            Purpose::Commands => commands(live, typed),
            Purpose::Question => questions(live, typed),
            Purpose::Empty => empties(typed),
            Purpose::Language => languages(live, typed),
            Purpose::RoomQuestion => room_questions(live, typed),
            Purpose::Find => found(live, typed),
            Purpose::Theme(_) | Purpose::ThemeOfDraft => {
                lists::themes(live, typed).into_iter().map(taken).collect()
            }
            Purpose::Speaker(_) => lists::people(live, typed).into_iter().map(taken).collect(),
            Purpose::Tag(_) => tags(live, typed),
            Purpose::Pause => {
                let item = |(label, reason): &(&str, &'static str)| Item {
                    label: (*label).to_owned(),
                    about: String::new(),
                    does: Does::Pause(reason),
                };
                pause::REASONS.iter().filter(|(label, _)| fits(label, typed).is_some()).map(item).collect()
            }
        }
    }
}

/// How well letters fit a text: 0 when it begins so, 1 when a word does, 2 when every word typed is somewhere in it.
fn fits(text: &str, typed: &str) -> Option<u8> {
    let (text, typed) = (text.to_lowercase(), typed.to_lowercase());
    if text.starts_with(&typed) {
        return Some(0);
    }
    let begins =
        |word: &str| text.split(|letter: char| !letter.is_alphanumeric()).any(|one| one.starts_with(word));
    if typed.split_whitespace().all(begins) {
        return Some(1);
    }
    typed.split_whitespace().all(|word| text.contains(word)).then_some(2)
}

/// The questions that are asked, and those that are not with a word of that.
fn questions(live: &Live, typed: &str) -> Vec<Item> {
    let (Some(asking), Some(guide)) = (live.asking(), live.recorder.session().guide()) else {
        return Vec::new();
    };
    let all = guide.questions.iter().zip(asking.standings()).enumerate();
    let mut found: Vec<(u8, Item)> = all
        .filter_map(|(at, (question, standing))| {
            let rank = if question.label().eq_ignore_ascii_case(typed) {
                0
            } else {
                fits(question.label(), typed).or_else(|| fits(&question.text, typed))? + 1
            };
            let about = if standing.is_asked() { "" } else { "not asked after what was answered" };
            let label = visible_line(&format!("{} {}", question.label(), question.text)).into_owned();
            Some((rank, Item { label, about: about.to_owned(), does: Does::Question(at) }))
        })
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, item)| item).collect()
}

/// The questions that can be asked of a room.
fn room_questions(live: &Live, typed: &str) -> Vec<Item> {
    let item = |(at, question): (usize, &Question)| Item {
        label: visible_line(&format!("{} {}", question.label(), question.text)).into_owned(),
        about: question.theme.as_ref().and_then(|theme| live.title_of(theme)).unwrap_or_default(),
        does: Does::AskRoom(at),
    };
    let all = sheets::room::questions(live).into_iter();
    all.filter(|(_, question)| {
        fits(question.label(), typed).or_else(|| fits(&question.text, typed)).is_some()
    })
    .map(item)
    .collect()
}

/// The languages of the guide, by their tags.
fn languages(live: &Live, typed: &str) -> Vec<Item> {
    let item = |(tag, is_shown): (String, bool)| Item {
        label: tag.clone(),
        about: if is_shown { "shown now".to_owned() } else { String::new() },
        does: Does::Language(tag),
    };
    live.languages().into_iter().filter(|(tag, _)| fits(tag, typed).is_some()).map(item).collect()
}

/// The reasons to leave a question empty.
fn empties(typed: &str) -> Vec<Item> {
    let item = |empty: Empty| Item {
        label: empty.in_words().to_owned(),
        about: String::new(),
        does: Does::Empty(empty),
    };
    let all = EMPTIES.iter().map(|(empty, _)| *empty);
    all.filter(|empty| fits(empty.in_words(), typed).is_some()).map(item).collect()
}

fn commands(live: &Live, typed: &str) -> Vec<Item> {
    let mut found: Vec<(u8, Item)> = Vec::new();
    let over = if live.asking().is_some() { Place::Asking } else { Place::Live };
    for command in listed(over) {
        // What it is called says more than the words beside it.
        let rank = fits(command.name, typed)
            .or_else(|| fits(command.also, typed).map(|rank| rank + 3))
            .or_else(|| fits(command.help, typed).map(|rank| rank + 6));
        let Some(rank) = rank else { continue };
        let key = command.keys.first().map(ToString::to_string);
        let letter = command.letter.map(|letter| format!("Esc {letter}"));
        let about =
            key.or(letter).map(|key| format!("{key}: ")).unwrap_or_default() + command.help.trim_end();
        found.push((rank, Item { label: command.name.to_owned(), about, does: Does::Command(command.id) }));
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, item)| item).collect()
}

/// A find never shows more.
const MOST_FOUND: usize = 200;

/// Notes that have every word typed, the newest first; those that are deleted last.
fn found(live: &Live, typed: &str) -> Vec<Item> {
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let session = live.recorder.session();
    let mut standing = Vec::new();
    let mut deleted = Vec::new();
    for (id, entry) in session.lists.notes.all().rev() {
        let Some(top) = entry.top() else { continue };
        let note = &top.body;
        let said = shown::in_words(note);
        let lower = said.to_lowercase();
        if !words.iter().all(|word| lower.contains(word)) {
            continue;
        }
        let theme = note.theme.as_ref().and_then(|theme| live.title_of(theme)).unwrap_or_default();
        let who = note.participant.as_ref().map(|seat| session.seat_label(seat) + " ").unwrap_or_default();
        let about = if top.is_deleted { format!("deleted, Enter brings it back · {theme}") } else { theme };
        let does = if top.is_deleted { Does::BringBack(id.clone()) } else { Does::Show(id.clone()) };
        let item = Item { label: visible_line(&format!("{who}{said}")).into_owned(), about, does };
        if top.is_deleted { deleted.push(item) } else { standing.push(item) }
    }
    standing.extend(deleted);
    standing.truncate(MOST_FOUND);
    standing
}

/// The tags there are, and the one that is typed when it is new.
fn tags(live: &Live, typed: &str) -> Vec<Item> {
    let typed = typed.trim_start_matches('#').to_lowercase();
    let known = lists::tags(live, &typed);
    let is_known = known.iter().any(|item| item.label == typed);
    let mut items: Vec<Item> = known
        .into_iter()
        .map(|item| Item { label: item.label, about: item.about, does: Does::Taken(item.taken) })
        .collect();
    let is_tag = typed.starts_with(char::is_alphabetic) && !typed.contains(char::is_whitespace);
    if is_tag && !is_known {
        let does = Does::Taken(lists::Taken::Tag(typed.clone()));
        items.push(Item { label: typed, about: "a new tag".to_owned(), does });
    }
    items
}

/// Does what a key asks.
pub(super) fn on_key(app: &mut App, key: Key, command: Option<Id>) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let Some(Overlay::Picker(picker)) = &mut app.overlay else { return Vec::new() };
    let count = picker.items(live).len();
    match (command, key.typed()) {
        (Some(Id::UpInList), _) => picker.choice.step(-1, count),
        (Some(Id::DownInList), _) => picker.choice.step(1, count),
        (Some(Id::Back), _) => app.overlay = None,
        (Some(Id::Take), _) => return take(app),
        (_, Some(letter)) => {
            picker.typed.insert(letter.encode_utf8(&mut [0; 4]));
            picker.choice.0 = 0;
        }
        (_, None) => {
            if let Some(action) = typing::action(key) {
                picker.typed.act(action, u16::MAX);
                picker.choice.0 = 0;
            }
        }
    }
    Vec::new()
}

/// Takes a line by its place.
pub(super) fn take_at(app: &mut App, at: usize) -> Vec<Effect> {
    if let Some(Overlay::Picker(picker)) = &mut app.overlay {
        picker.choice.0 = at;
    }
    take(app)
}

fn take(app: &mut App) -> Vec<Effect> {
    let Screen::Live(live) = &app.screen else { return Vec::new() };
    let Some(Overlay::Picker(picker)) = &app.overlay else { return Vec::new() };
    let Some(item) = picker.items(live).into_iter().nth(picker.at()) else { return Vec::new() };
    let purpose = picker.purpose.clone();
    app.overlay = None;
    match (item.does, purpose) {
        (Does::Command(id), _) => super::do_command(app, id),
        (Does::Show(id), _) => earlier::show(app, &id),
        (Does::BringBack(id), _) => earlier::bring_back(app, &id),
        (Does::Pause(reason), _) => pause::begin(app, reason),
        (Does::Question(at), _) => asking::go_to(app, at),
        (Does::AskRoom(at), _) => sheets::room::ask(app, at),
        (Does::Language(tag), _) => language::choose(app, &tag),
        (Does::Empty(empty), _) => asking::leave_empty(app, empty),
        (Does::Taken(lists::Taken::Theme(theme)), Purpose::Theme(note)) => {
            earlier::file_under(app, &note, &theme)
        }
        (Does::Taken(lists::Taken::Theme(theme)), _) => earlier::file_draft_under(app, theme),
        (Does::Taken(lists::Taken::Seat(number)), Purpose::Speaker(note)) => {
            earlier::set_speaker(app, &note, number)
        }
        (Does::Taken(lists::Taken::Tag(tag)), Purpose::Tag(note)) => earlier::toggle_tag(app, &note, &tag),
        (Does::Taken(_), _) => Vec::new(),
    }
}
