//! What twelve everyday acts cost in keys beyond the words, through the real keymap.
//!
//! An act is written as its keys: what stands in braces are words of people and not counted; `<Enter>` and the like are
//! one key each, and so is every other letter, sign and blank. `docs/evidence/keystrokes.md` shows the same table.

use hearken::app::key::{Code, Key};
use hearken::app::{Overlay, Screen};
use hearken::model::entry::Version;
use hearken::model::note::{Note, NoteKind};

use crate::screens::room::Room;

const PAGE: &str = include_str!("../../docs/evidence/keystrokes.md");

/// No act costs more.
const MOST: usize = 8;
/// Nor do all of them on average.
const MOST_ON_AVERAGE: usize = 4;

struct Act {
    name: &'static str,
    /// What was done before, not counted.
    before: &'static str,
    keys: &'static str,
    /// Looks at what came of it.
    has_worked: fn(&Room) -> bool,
}

const ACTS: [Act; 12] = [
    Act {
        name: "a quote, with who said it",
        before: "",
        keys: "3: \"{we find out in March whether we exist in April}<Enter>",
        has_worked: |room| {
            let (said, who) = last(room);
            (said.kind, who.as_str()) == (NoteKind::Quote, "P3")
                && said.text == "we find out in March whether we exist in April"
        },
    },
    Act {
        name: "a quote, with who said it, filed under another theme",
        before: "",
        keys: "3: \">f<Enter>{the bid takes a month}<Enter>",
        has_worked: |room| {
            let (said, who) = last(room);
            (said.kind, who.as_str()) == (NoteKind::Quote, "P3")
                && said.text == "the bid takes a month"
                && said.theme.as_ref().is_some_and(|theme| theme.as_str() == "funding")
                && shown_theme(room) == "strategy"
        },
    },
    Act {
        name: "a tag on what is being typed",
        before: "",
        keys: "{grant ends this year} #sh<Enter><Enter>",
        has_worked: |room| {
            let (said, _) = last(room);
            said.text == "grant ends this year" && said.tags.iter().eq(["short-term-funding"])
        },
    },
    Act {
        name: "a show of hands",
        before: "",
        keys: "=6/8 {have no funding past this year}<Enter>",
        has_worked: |room| {
            let (said, _) = last(room);
            (said.kind, said.hands_for, said.hands_of) == (NoteKind::Count, Some(6), Some(8))
                && said.text == "have no funding past this year"
        },
    },
    Act {
        name: "the last note put right, a word at its end",
        before: "1: nothing is agreed after this yaer <Enter>",
        keys: "<Up><Enter><C-w>{year}<Enter>",
        has_worked: |room| room.notes() == ["nothing is agreed after this year"],
    },
    Act {
        name: "another speaker for a saved note",
        before: "1: the school never knew <Enter>",
        keys: "<Up>@2<Enter>",
        has_worked: |room| last(room).1 == "P2",
    },
    Act {
        name: "a probe ticked",
        before: "",
        keys: "<C-t>",
        has_worked: |room| room.session().lists.probes.standing().count() == 1,
    },
    Act {
        name: "a command found by its name",
        before: "",
        keys: "/sc<Enter>",
        has_worked: |room| matches!(room.app.overlay, Some(Overlay::Script(_))),
    },
    Act {
        name: "a point parked",
        before: "",
        keys: "~{who pays for the bus}<Enter>",
        has_worked: |room| {
            let (said, _) = last(room);
            (said.kind, said.text.as_str()) == (NoteKind::Parked, "who pays for the bus")
        },
    },
    Act {
        name: "a saved note filed under another theme",
        before: "the trust pays until March <Enter>",
        keys: "<C-r>f<Enter>",
        has_worked: |room| {
            last(room).0.theme.is_some_and(|theme| theme.as_str() == "funding")
                && shown_theme(room) == "strategy"
        },
    },
    Act {
        name: "a saved note taken back",
        before: "this was said elsewhere <Enter>",
        keys: "<C-z>",
        has_worked: |room| room.notes().is_empty(),
    },
    Act {
        name: "the next theme",
        before: "",
        keys: "<Tab>",
        has_worked: |room| shown_theme(room) == "funding",
    },
];

/// The note that was written first, as it is now, and the seat that is held to have said it.
fn last(room: &Room) -> (Note, String) {
    let standing: Vec<&Version<Note>> =
        room.session().lists.notes.standing().map(|(_, version)| version).collect();
    let note = standing.last().map(|version| version.body.clone()).unwrap();
    let who = note.participant.as_ref().map(|seat| room.session().seat_label(seat)).unwrap_or_default();
    (note, who)
}

fn shown_theme(room: &Room) -> String {
    match &room.app.screen {
        Screen::Live(live) => live.theme_id().unwrap().to_string(),
        other => panic!("{other:?}"),
    }
}

/// Does an act, and counts its keys beyond the words.
fn perform(room: &mut Room, keys: &str) -> usize {
    let mut count = 0;
    let mut rest = keys;
    while let Some(first) = rest.chars().next() {
        let until = |end| rest.split_once(end).unwrap_or_else(|| panic!("{keys} lacks a {end}"));
        rest = match first {
            '{' => {
                let (words, after) = until('}');
                let letters = words.chars().skip(1);
                letters.for_each(|letter| room.press(Key::plain(Code::Char(letter))));
                after
            }
            '<' => {
                let (name, after) = until('>');
                room.keys(&format!("{name}>"));
                count += 1;
                after
            }
            letter => {
                room.press(Key::plain(Code::Char(letter)));
                count += 1;
                rest.strip_prefix(letter).unwrap()
            }
        };
    }
    count
}

fn counts() -> Vec<(&'static Act, usize)> {
    let count = |act: &'static Act| {
        let mut room = Room::begun(100, 30);
        room.keys(act.before);
        let count = perform(&mut room, act.keys);
        assert!((act.has_worked)(&room), "{}: {:?}\n{}", act.name, room.notes(), room.screen());
        (act, count)
    };
    ACTS.iter().map(count).collect()
}

#[test]
fn an_everyday_act_costs_at_most_four_keys_on_average_and_never_more_than_eight() {
    let counts = counts();
    for (act, count) in &counts {
        assert!((1..=MOST).contains(count), "{}: {count}", act.name);
    }
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    assert!(all <= MOST_ON_AVERAGE * counts.len(), "{all} for {}", counts.len());
}

#[test]
fn the_page_shows_every_act_with_its_keys_and_their_number() {
    let counts = counts();
    let rows: Vec<&str> = PAGE.lines().filter(|line| line.contains(" | `")).collect();
    let row = |(act, count): &(&Act, usize)| format!("| {} | `{}` | {count} |", act.name, act.keys);
    assert_eq!(rows, counts.iter().map(row).collect::<Vec<_>>());
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    let hundredths = (all * 200 + counts.len()) / (2 * counts.len());
    let most = counts.iter().map(|(_, count)| count).max().unwrap();
    let told = format!(
        "{all} keys for {} acts: {}.{:02} on average",
        counts.len(),
        hundredths / 100,
        hundredths % 100
    );
    assert!(PAGE.contains(&told) && PAGE.contains(&format!("at most {most}")), "{told}, at most {most}");
}
