//! Killing the program after any key: what is carried on with is the same session, with the same half-typed words,
//! chips and flags.

use hearken::app::draft::Target;
use hearken::app::{Message, Screen};
use hearken::format::v1;
use hearken::model::session::Session;

use super::room::Room;

/// One long day: notes of all kinds, changes, people, consent, reasons, the plan, taking back, the debrief.
const DAY: &[&str] = &[
    "<Esc> w family worker, voluntary <Enter> teach <Esc>",
    "<Esc> r e <Down> <Down> 2 w they came late, and <BS> <BS> <Enter>",
    "<Esc> m + x <Down> d <Esc>",
    "3: \"we find out in March\" looks at P1 #sho <Enter> <Enter>",
    "1:: it goes on >fund and on <Enter> and so on <Enter> 0: nobody's <Enter>",
    "11: hello <Enter> <Enter> (nods <Enter> ; my own <Enter> =6-1/8 the bus <Enter>",
    "*e a letter <Enter> !ask <Enter> ~the bus <C-l> <C-d> <Enter> <C-x>",
    "half a note @5 <Enter> <C-l> <C-j> of two rows <Up> <Home> x <C-r> pol <Enter>",
    "<C-z> <C-z> <C-z> <C-y> <C-y> <C-w> <Enter> <C-t> <Tab> <C-t>",
    "one <Enter> two #training #bus <Enter> new words <Up> <Up> <Enter>  changed <BS> <C-l> <Left> z",
    "<C-z> <C-z> <C-y> <Esc> <BS> <BS> 3: yes <Up> <Enter> \" <BS> <BS> 4: <Enter>",
    "<Up> @2 <Enter> <Up> #new-word <Enter> <Up> <Del> <C-z> <C-f> tw <Enter> <Enter> ! <Enter>",
    "<Esc> p <Down> <Enter> while they rest <Esc> p <BS> <BS> <Enter>",
    "<Esc> w <C-n> came late, trust <C-z> <C-y> <Up> <Del> <Del> cook <Down> x <Esc>",
    "<Esc> h cyp = children and <Esc>",
    "/elsewh <Enter> /media/stick <Esc>",
    "<Esc> z r t <Enter> <Esc> <Esc> d it comes to <C-k> show <Enter> <C-k> pin <Enter> <C-k> chec <Enter> money, <Esc>",
    "<Esc> d and trust <Enter> <Tab> short of <C-z> people <Enter> <Esc>",
    "the last words 漢字 é 👩\u{200d}👧 <BS> <Left> <BS> mid",
];

/// What a person would look for: the lists without the opening, which is told by every opening anew, and where the talk
/// was, which is told again by it.
fn session_of(session: &Session) -> String {
    let mut session = session.clone();
    session.lists.writers = hearken::model::entry::Entries::default();
    session.lists.theme_log = hearken::model::entry::Entries::default();
    v1::write_session(&session)
}

/// What is in the line and, where something else than a new note is, the new note that waits: by its name, words,
/// signs and flags. What nothing was typed of is not there.
fn half_typed(room: &Room) -> Vec<(String, String, String, String)> {
    let Screen::Live(live) = &room.app.screen else { return Vec::new() };
    let mut found = Vec::new();
    for draft in std::iter::once(&live.draft).chain(live.aside()) {
        let name = draft.target.name().map(|name| name.to_string()).unwrap_or_default();
        let flags = format!("{:?}", draft.flags);
        found.push((name, draft.words.text().to_owned(), draft.signs.text(), flags));
    }
    found.retain(|(_, words, signs, flags)| !words.is_empty() || !signs.is_empty() || flags != "{}");
    found.sort();
    found
}

fn look(room: &Room, after: &str) {
    let back = room.as_if_killed();
    assert!(matches!(back.app.screen, Screen::Live(_)), "after {after}\n{}", back.screen());
    assert_eq!(session_of(back.session()), session_of(room.session()), "after {after}");
    assert_eq!(half_typed(&back), half_typed(room), "after {after}");
}

/// The keys of a text one by one.
fn one_by_one(keys: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = keys.chars();
    while let Some(letter) = rest.next() {
        let name = if letter == '<' { rest.as_str().split_once('>') } else { None };
        if let Some((name, after)) = name {
            found.push(format!("<{name}>"));
            rest = after.strip_prefix(' ').unwrap_or(after).chars();
        } else if letter != ' ' || !rest.as_str().starts_with('<') {
            found.push(if letter == ' ' { "<Space>".to_owned() } else { letter.to_string() });
        }
    }
    found
}

#[test]
fn after_every_key_of_a_long_day_a_kill_loses_nothing() {
    let mut room = Room::begun(100, 30);
    let mut count = 0;
    let mut targets = std::collections::BTreeSet::new();
    for keys in DAY {
        let mut so_far = String::new();
        for key in one_by_one(keys) {
            room.keys(&key);
            so_far.push_str(&key);
            look(&room, &so_far);
            count += 1;
            if let Screen::Live(live) = &room.app.screen {
                targets.insert(match live.draft.target {
                    Target::New => "new",
                    Target::Note(..) => "note",
                    Target::Seat(_) => "seat",
                    Target::Summary(_) => "summary",
                    Target::WhyNotRead(_) => "reason",
                    Target::ShortForm => "short form",
                    Target::Folder => "folder",
                    Target::Conflict(..) => "conflict",
                    Target::Answer(_) => "answer",
                });
            }
        }
    }
    assert_eq!(targets.len(), 7, "{targets:?}");
    assert!(count > 500, "{count}");
}

#[test]
fn after_every_key_of_a_questionnaire_a_kill_loses_nothing() {
    let kind = "<Down> <Down> <Down> <Down> <Down> <Enter> Board 01 <Enter> <Enter> NT <Enter>";
    let mut room = Room::asked(100, 30, kind);
    let mut so_far = String::new();
    let day = "b only when we hear <Enter> A lead <BS> ers meet <Enter> n <Enter> by <C-l> decl <Enter> d \
        <Enter> <C-f> 12 <Enter> A leaflet <C-j> in two languages <BackTab> y <C-z> <Esc> knn";
    for key in one_by_one(day) {
        room.keys(&key);
        so_far.push_str(&key);
        look(&room, &so_far);
    }
    assert!(room.session().lists.responses.standing().count() >= 6);
}

#[test]
fn a_kill_now_and_then_and_going_on_comes_to_the_same_as_no_kill() {
    // Where the line is a new note the two go on alike; a list or a sheet that was open is closed by a kill.
    let mut whole = Room::begun(100, 30);
    let mut killed = Room::begun(100, 30);
    let words = |room: &Room| room.notes();
    let talk = "3: \"we find out in March\" looks at P1 <Enter> (nods <Enter> ~the bus <Enter> 11: hello <Enter> <Enter> \
        *e a letter to every school <Enter> =6/8 no money <Enter> <Up> <Enter>  after March <Enter> last words";
    for (place, key) in one_by_one(talk).into_iter().enumerate() {
        whole.keys(&key);
        killed.keys(&key);
        if place % 9 == 8 && !key.contains("Up") && !key.contains("Enter") {
            killed.kill();
            killed.keys("1");
        }
        let typed = |room: &Room| {
            // Notes have other stamps where the session was opened in between.
            let nameless = half_typed(room).into_iter().map(|(name, words, ..)| (name.is_empty(), words));
            nameless.collect::<Vec<_>>()
        };
        assert_eq!((words(&killed), typed(&killed)), (words(&whole), typed(&whole)), "after {key}");
    }
    assert_eq!(words(&whole).len(), 7);
}

#[test]
fn a_paste_and_a_flag_by_itself_come_back_too() {
    let mut room = Room::begun(100, 30);
    room.tell(Message::Paste("two\nrows\tand \u{1b}[2J".to_owned()));
    look(&room, "a paste");
    room.keys("<Enter> <C-l>");
    look(&room, "a flag of the last note");
    room.keys("x <BS> 3: <C-d>");
    look(&room, "a flag and a chip without words");
}

#[test]
fn a_summary_that_comes_back_stands_with_the_notes_of_its_theme() {
    let mut room = Room::begun(100, 30);
    room.keys("1: about plans <Enter> <Tab> 2: about money <Enter> <Esc> d <Tab> it comes to");
    let shown = |room: &Room| match &room.app.screen {
        Screen::Live(live) => (live.draft.target.clone(), live.theme),
        other => panic!("{other:?}"),
    };
    let before = shown(&room);
    let back = room.as_if_killed();
    assert_eq!(shown(&back), before);
    assert!(
        back.screen().contains("about money") && !back.screen().contains("about plans"),
        "{}",
        back.screen()
    );
}
