//! One session: theme by theme what was noted and asked, minutes planned and spent, and who spoke how much.

use std::collections::{BTreeMap, BTreeSet};

use super::{NAME, Part, Taken, in_minutes};
use crate::document::{Amount, Block, Cell, Chart, ChartKind, Level, Table};
use crate::model::ids::{EntryId, ProbeId, SeatId, ThemeId};
use crate::model::instrument::Prompt;
use crate::model::running::Silence;
use crate::model::session::Session;
use crate::model::when::When;
use crate::report::anchor::Anchors;
use crate::report::corpus::place_of;
use crate::report::counted::{Counted, Falls, Kind, Sum, Thing, plain};
use crate::report::made::Reasons;
use crate::report::people::{heard, heard_by_theme};
use crate::report::plan::{PlannedTheme, plan, planned_minutes};
use crate::report::same_person::Persons;
use crate::report::shown;
use crate::report::strands::silence_in_words;
use crate::report::suppress::Hidden;
use crate::report::timing::{Timing, timing};

/// What was spent, as far as the session itself tells.
fn spent(session: &Session) -> Timing {
    // What is no time lets the talk last until the last thing that was told.
    timing(session, None, &When::new(""))
}

/// Where a session was held, and the planned and the spent minutes of it.
pub(super) type Minutes = (String, [Amount; 2]);

/// The planned and the spent minutes of a session. Nothing where it has no plan or has not begun.
pub(super) fn minutes(session: &Session) -> Option<Minutes> {
    let spent = spent(session);
    let planned = planned_minutes(session).filter(|_| spent.has_begun)?;
    let spent = in_minutes(spent.seconds);
    Some((place_of(session), [plain(Some(u64::from(planned))), plain(Some(spent))]))
}

/// The planned and the spent minutes of every session that has a plan. Empty where none has.
pub(super) fn overview(taken: &mut [Taken]) -> Part {
    let rows: Vec<Minutes> = taken.iter_mut().filter_map(|one| one.minutes.take()).collect();
    if rows.is_empty() {
        return Part::default();
    }
    let told = rows.iter().map(|(place, [planned, spent])| {
        format!("{place}: {} planned, {} spent", planned.shown, spent.shown)
    });
    let in_words = told.collect::<Vec<_>>().join("; ");
    let names = ["planned", "spent"].map(str::to_owned);
    let kind = ChartKind::Paired { names, unit: "min".to_owned(), rows };
    let chart = Chart { title: "Minutes planned and spent".to_owned(), in_words, kind };
    let blocks = vec![Block::heading(Level::Section, "Time"), Block::Chart(chart)];
    Part { blocks, counted: Vec::new() }
}

/// One session.
pub(super) fn part(session: &Session, reasons: Reasons) -> Part {
    let anchors = &mut reasons.anchors();
    let id = session.id().to_string();
    let mut part = Part::default();
    part.blocks.push(Block::heading(Level::Section, place_of(session)));
    let themes = plan(session);
    let keeps = reasons == Reasons::Kept;
    let notes = by_theme(session, &themes, (&id, keeps), anchors);
    let mut heard_on = heard_by_theme(session);
    let ticked: BTreeSet<&str> = session.lists.probes.standing().map(|(id, _)| id.as_str()).collect();
    let shown = notes.shown(Hidden::default());
    let spent = spent(session);
    let mut rows = Vec::new();
    for (theme, notes) in themes.iter().zip(&shown.counts) {
        let heard = heard_on.remove(&theme.theme.id).unwrap_or_default();
        let people = people(session, &theme.theme.id, (&id, heard), anchors);
        let asked = asked(session, theme, (&id, &ticked), anchors);
        let on_theme = spent.by_theme.get(&theme.theme.id).map(|seconds| in_minutes(*seconds));
        let cues = asked.shown(Hidden::default()).counts.into_iter().next();
        let numbers = [
            notes.clone(),
            people.number(),
            cues.unwrap_or_else(|| plain(None)),
            asked.number(),
            plain(theme.planned_minutes.map(u64::from)),
            plain(on_theme),
        ];
        let title = Cell::Text(theme.theme.title.clone());
        rows.push(std::iter::once(title).chain(numbers.into_iter().map(Cell::Number)).collect());
        if keeps {
            part.counted.extend([people, asked]);
        }
    }
    let elsewhere = shown.counts.get(themes.len()).filter(|count| count.value != Some(0));
    let elsewhere = elsewhere.map(|count| format!("Notes on no theme of the guide: {}.", count.shown));
    part.blocks.push(Block::Table(Table {
        caption: Some(
            "Notes, people heard, cues asked of those there are, and minutes planned and spent".to_owned(),
        ),
        head: ["Theme", "Notes", "Heard", "Asked", "Of", "Planned", "Spent"].map(str::to_owned).into(),
        rows,
        has_row_heads: true,
        remarks: silences(&themes).into_iter().chain(elsewhere).collect(),
    }));
    let spoke = by_person(session, (&id, keeps), anchors);
    part.blocks.extend(who_spoke(&spoke));
    if keeps {
        part.counted.extend([notes, spoke]);
    }
    part
}

/// The notes by theme; those on no theme of the guide come last.
fn by_theme(
    session: &Session,
    themes: &[PlannedTheme<'_>],
    (id, keeps): (&str, bool),
    anchors: &mut Anchors,
) -> Counted {
    let anchor = anchors.take(&[NAME, id, "notes"]);
    let kind = |(part, name): (&str, &str)| Kind {
        anchor: anchors.take(&[NAME, id, "notes", part]),
        name: name.to_owned(),
    };
    let named = themes.iter().map(|theme| (theme.theme.id.as_str(), theme.theme.title.as_str()));
    let kinds: Vec<Kind> = named.chain([("no-theme", "On no theme of the guide")]).map(kind).collect();
    let place = |theme: Option<&ThemeId>| {
        themes.iter().position(|one| Some(&one.theme.id) == theme).unwrap_or(themes.len())
    };
    let thing = |(entry, note): (&EntryId, std::borrow::Cow<'_, crate::model::note::Note>)| Thing {
        session: session.id(),
        entry: keeps.then(|| entry.clone()),
        falls: Falls::Into(vec![place(note.theme.as_ref())]),
        times: 1,
    };
    let things = shown::standing(&session.lists.notes).map(thing).collect();
    Counted {
        anchor,
        about: format!("Notes of {} by theme", place_of(session)),
        kinds,
        sum: Sum::IsBase,
        things,
    }
}

/// The people who were heard on a theme.
fn people(
    session: &Session,
    theme: &ThemeId,
    (id, heard): (&str, BTreeSet<SeatId>),
    anchors: &mut Anchors,
) -> Counted {
    let things = heard.into_iter().map(|seat| Thing::counts(session.id(), Some(EntryId::new(seat.as_str()))));
    let about = format!("People heard on {theme} in {}", place_of(session));
    Counted::list(anchors.take(&[NAME, id, "heard", theme.as_str()]), about, things.collect())
}

/// What can be asked on a theme, and what was.
fn asked(
    session: &Session,
    theme: &PlannedTheme<'_>,
    (id, ticked): (&str, &BTreeSet<&str>),
    anchors: &mut Anchors,
) -> Counted {
    let part = theme.theme.id.as_str();
    let anchor = anchors.take(&[NAME, id, "cues", part]);
    let kind = |name: &str, anchors: &mut Anchors| Kind {
        anchor: anchors.take(&[NAME, id, "cues", part, name]),
        name: name.replace('-', " "),
    };
    let kinds = vec![kind("asked", anchors), kind("not-asked", anchors)];
    let thing = |cue: String| {
        let falls = Falls::Into(vec![usize::from(!ticked.contains(cue.as_str()))]);
        Thing { session: session.id(), entry: Some(EntryId::new(cue)), falls, times: 1 }
    };
    let things = theme.theme.prompts.iter().flat_map(cues).map(thing).collect();
    let about = format!("Cues of {part} in {}", place_of(session));
    Counted { anchor, about, kinds, sum: Sum::IsBase, things }
}

/// What is ticked of a prompt: its probes; itself where it has none.
pub(super) fn cues(prompt: &Prompt) -> Vec<String> {
    if prompt.probes.is_empty() {
        return vec![prompt.id.to_string()];
    }
    prompt.probes.iter().map(|probe| ProbeId::to_string(&probe.id)).collect()
}

/// The themes on which nothing was said, by why.
fn silences(themes: &[PlannedTheme<'_>]) -> Vec<String> {
    let told = |silence: Silence| {
        let silent = themes.iter().filter(|theme| theme.silence == Some(silence));
        let titles: Vec<&str> = silent.map(|theme| theme.theme.title.as_str()).collect();
        (!titles.is_empty()).then(|| format!("{}: {}.", silence_in_words(silence), titles.join(", ")))
    };
    Silence::ALL.iter().copied().filter_map(told).collect()
}

/// The notes by who is heard in them; people who were not heard are kinds with none.
fn by_person(session: &Session, (id, keeps): (&str, bool), anchors: &mut Anchors) -> Counted {
    let persons = Persons::of(session);
    let mut people: Vec<SeatId> = Vec::new();
    let seats = session.seats().into_iter().map(|(seat, _)| seat);
    let notes: Vec<_> = shown::standing(&session.lists.notes).collect();
    let named = notes.iter().filter_map(|(_, note)| heard(note).cloned());
    for seat in seats.chain(named) {
        let person = persons.known_by(&seat);
        if !people.contains(person) {
            people.push(person.clone());
        }
    }
    let places: BTreeMap<SeatId, usize> = people.iter().cloned().zip(0..).collect();
    let anchor = anchors.take(&[NAME, id, "spoke"]);
    let kind = |seat: &SeatId| Kind {
        anchor: anchors.take(&[NAME, id, "spoke", seat.as_str()]),
        name: session.seat_label(seat),
    };
    let kinds = people.iter().map(kind).collect();
    let thing = |(entry, note): &(&EntryId, std::borrow::Cow<'_, crate::model::note::Note>)| {
        let place = heard(note).and_then(|seat| places.get(persons.known_by(seat)));
        let falls = match place {
            Some(place) => Falls::Into(vec![*place]),
            None => Falls::Out("it is of nobody who was named, or the note-taker's own comment".into()),
        };
        Thing { session: session.id(), entry: keeps.then(|| (*entry).clone()), falls, times: 1 }
    };
    let things = notes.iter().map(thing).collect();
    Counted {
        anchor,
        about: format!("Notes of {} by who was heard", place_of(session)),
        kinds,
        sum: Sum::IsBase,
        things,
    }
}

/// Who spoke how much, and who was not heard at all.
fn who_spoke(spoke: &Counted) -> Vec<Block> {
    if spoke.kinds.is_empty() {
        return Vec::new();
    }
    let shown = spoke.shown(Hidden::default());
    let row = |((kind, count), share): ((&Kind, &Amount), &Amount)| {
        vec![Cell::Text(kind.name.clone()), Cell::Number(count.clone()), Cell::Number(share.clone())]
    };
    let mut rows: Vec<Vec<Cell>> =
        spoke.kinds.iter().zip(&shown.counts).zip(&shown.shares).map(row).collect();
    rows.push(vec![
        Cell::Text("Together".to_owned()),
        Cell::Number(shown.base.clone()),
        Cell::Number(shown.whole.clone()),
    ]);
    let silent = spoke.kinds.iter().zip(&shown.counts).filter(|(_, count)| count.value == Some(0));
    let silent: Vec<&str> = silent.map(|(kind, _)| kind.name.as_str()).collect();
    let remark = (!silent.is_empty()).then(|| format!("Not heard: {}.", silent.join(", ")));
    let table = Table {
        caption: Some("Who spoke".to_owned()),
        head: ["Seat", "Notes", "Share"].map(str::to_owned).into(),
        rows,
        has_row_heads: true,
        remarks: remark.into_iter().collect(),
    };
    vec![Block::Table(table), Block::Chart(picture(spoke, &shown.counts))]
}

/// How much of the talk was whose. The numbers have their names in the table.
fn picture(spoke: &Counted, counts: &[Amount]) -> Chart {
    let bar =
        |(kind, count): (&Kind, &Amount)| (kind.name.clone(), vec![Amount { anchor: None, ..count.clone() }]);
    let bars: Vec<(String, Vec<Amount>)> = spoke.kinds.iter().zip(counts).map(bar).collect();
    let told = spoke.kinds.iter().zip(counts).map(|(kind, count)| format!("{}: {}", kind.name, count.shown));
    let in_words = told.collect::<Vec<_>>().join("; ");
    let kind = ChartKind::Stacked { parts: vec!["Notes".to_owned()], bars };
    Chart { title: "Talk by participant".to_owned(), in_words, kind }
}
