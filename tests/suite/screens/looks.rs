//! Every screen and sheet at every size, as text that has been read before it was accepted.

use hearken::ui::Look;

use super::room::Room;

const SIZES: [(u16, u16); 4] = [(100, 30), (80, 24), (50, 14), (200, 60)];
const ASCII: Look = Look { is_ascii: true, has_colour: false };

/// One screen at every size, and in ASCII at the first.
fn at_every_size(room: impl Fn(u16, u16) -> Room) -> String {
    let mut looks = String::new();
    for (width, height) in SIZES {
        looks.push_str(&format!("{width}x{height}\n{}\n", room(width, height).screen()));
    }
    let (width, height) = SIZES[0];
    let ascii = room(width, height).screen_with(ASCII);
    looks.push_str(&format!("{width}x{height}, ASCII\n{ascii}\n"));
    looks
}

fn begun_and(keys: &'static str) -> impl Fn(u16, u16) -> Room {
    move |width, height| {
        let mut room = Room::begun(width, height);
        room.keys(keys);
        room
    }
}

const PEOPLE: &str = "<Esc> <w> family worker, voluntary <Enter> head of year, school <Enter> social worker <Enter> \
    health visitor, health <Enter> police officer, police <Enter> <Esc>";
const CONSENT: &str = "<Esc> <r> ryy122 <Down> e <Esc>";
const TALK: &str = "1: trust grant ends this year; nothing agreed after that <Enter> \
    3: \"they only ring us when it has gone wrong. <Enter> (nods round the table) <Enter> <Tab> <C-t> \
    3: \"We find out in March whether we exist in April. #short <Enter> <Enter> =6-1/8 have no funding past this year \
    <Enter> 5: *d police and school share a form #inter <Enter> <Enter> !send the list of funders round <Enter> \
    ~transport to the visits <Enter> ; P4 has not said a word <Enter> <C-l>";

/// A talk of some minutes with something of everything.
fn talk_and(keys: &'static str) -> impl Fn(u16, u16) -> Room {
    move |width, height| {
        let mut room = Room::begun(width, height);
        room.keys(PEOPLE);
        room.keys(CONSENT);
        room.keys(TALK);
        room.wait(12);
        room.keys(keys);
        room
    }
}

macro_rules! looks {
    ($($name:ident: $room:expr;)*) => {
        $(
            #[test]
            fn $name() {
                insta::assert_snapshot!(stringify!($name), at_every_size($room));
            }
        )*
    };
}

looks! {
    home_with_a_session: talk_and("<Esc> <g>");
    home_listing_sessions: talk_and("<Esc> <g> 3");
    ready: begun_and("");
    live: talk_and("3: \"it is always the same three of us applying");
    live_long_line: talk_and("3: we said at the time that somebody would have to go round all of the schools and \
        talk to the heads themselves, because a letter is put into a drawer, and that is what happened, and now \
        nobody knows that we are there or what we could do for them");
    live_change: talk_and("<Up> <Up> <Enter>");
    live_chosen: talk_and("<Up> <Up> <Up>");
    list_of_people: talk_and("they ask @");
    list_of_tags: talk_and("they ask #s");
    list_of_themes: talk_and(">");
    menu: talk_and("<Esc>");
    commands: talk_and("<C-k>");
    commands_narrowed: talk_and("/ theme");
    find: talk_and("<Up> <Up> <Del> <C-f> the");
    refile: talk_and("<C-r>");
    speaker_of_a_note: talk_and("<Up> <Up> @");
    tag_of_a_note: talk_and("<Up> <Up> # s");
    pause: talk_and("<Esc> <p>");
    coverage: talk_and("<C-o>");
    people: talk_and("<Esc> <w>");
    script: talk_and("<Esc> <r>");
    why_not_read: begun_and("<Esc> <r> w");
    plan: talk_and("<Esc> <m>");
    close: talk_and("<Esc> <z> t");
    debrief: talk_and("<Esc> <d> people ring too late <Enter>");
    note_history: talk_and("<Up> <Up> <Enter> <Space> by bus <Enter> <Up> <Up> @6 <Enter> <Right>");
    short_forms: begun_and("<Esc> <h> cyp = children and young people <Enter> sw = social worker <Enter>");
    help: talk_and("<C-g>");
    help_among_earlier_notes: talk_and("<Up> <C-g>");
}

/// The screen at every question of the form, under one another.
fn questions(width: u16, height: u16, look: Option<Look>, downs: usize, answers: &[&str]) -> String {
    let mut room = Room::new(width, height);
    room.keys("1");
    room.keys(&"<Down>".repeat(downs));
    let shown = |room: &Room| look.map_or_else(|| room.screen(), |look| room.screen_with(look));
    let mut all = shown(&room);
    room.keys("<Enter>");
    for answer in answers {
        all.push_str(&format!("\n{}\n{}", "~".repeat(usize::from(width)), shown(&room)));
        room.keys(answer);
        room.keys("<Enter>");
    }
    all
}

#[test]
fn every_question_of_every_kind() {
    let kinds: [(&str, &[&str]); 5] = [
        ("group", &["Norwich", "", "NT", ""]),
        ("interview", &["Ipswich", "", "NT"]),
        ("visit", &["HMP Example", "45", "NT", "2"]),
        ("meeting", &["Norwich", "", "NT", "12"]),
        ("reading", &["Nobody 2024", "Nobody (2024) On waiting", "", "NT"]),
    ];
    for (downs, (kind, answers)) in kinds.iter().enumerate() {
        for (width, height) in SIZES {
            let name = format!("questions_{kind}_{width}x{height}");
            insta::assert_snapshot!(name, questions(width, height, None, downs, answers));
        }
        let name = format!("questions_{kind}_ascii");
        insta::assert_snapshot!(name, questions(100, 30, Some(ASCII), downs, answers));
    }
}

#[test]
fn a_message_that_does_not_fit_takes_the_row_of_the_footer_until_the_next_key() {
    let mut room = Room::begun(60, 24);
    room.keys("9: hello <Enter>");
    let rows = |room: &Room| {
        let rows: Vec<String> =
            room.screen().lines().rev().take(2).map(|row| row.trim().to_owned()).collect();
        (rows[1].clone(), rows[0].clone())
    };
    let (said, offered) = ("! Who is P9? Nobody sits there. Enter again seats P9;", "Backspace changes it.");
    assert_eq!(rows(&room), (said.to_owned(), offered.to_owned()));
    room.click_at(2, 23);
    assert!(room.notes().is_empty(), "nothing is offered there now");
    room.keys("<BS>");
    assert!(rows(&room).1.starts_with("Enter save"), "{}", room.screen());
}
