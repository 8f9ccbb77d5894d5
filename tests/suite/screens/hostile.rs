//! Words of people that a terminal would obey, or that have odd widths: shown visibly on every screen, with the cursor
//! where the next letter comes.

use hearken::app::commands::Place;
use hearken::app::layout::Size;
use hearken::app::{Message, Overlay, Screen};
use hearken::model::visible::must_be_escaped;
use hearken::ui::{Look, Painter, panes};
use unicode_width::UnicodeWidthStr as _;

use super::room::Room;

const SIZES: [(u16, u16); 5] = [(100, 30), (80, 24), (50, 14), (200, 60), (24, 6)];

/// What people have in their clipboards.
fn hostile() -> Vec<(&'static str, String)> {
    let text = |name: &'static str, text: &str| (name, text.to_owned());
    vec![
        text("an escape that clears", "a\u{1b}[2Jb"),
        text("a link", "\u{1b}]8;;http://example.org\u{1b}\\here\u{1b}]8;;\u{1b}\\"),
        text("the clipboard", "\u{1b}]52;c;eA==\u{7}x"),
        text("a device string", "\u{1b}P1$q\"p\u{1b}\\y"),
        text("an escape of one character", "\u{9b}31mred\u{9d}0;title\u{9c}\u{85}"),
        text("bells and backspaces", "\u{7}a\u{8}\u{8}\u{8}b\u{7f}\u{0}\u{5}\u{e}\u{f}"),
        text("a lone carriage return", "one\rtwo"),
        text("an end mark of a paste", "\u{1b}[201~\u{1b}[?1049l"),
        text("overrides", "\u{202e}drawkcab\u{202c} \u{202a}x\u{202b}y\u{202d}z"),
        text("isolates", "\u{2066}a\u{2067}b\u{2068}c\u{2069}\u{200e}\u{200f}\u{61c}"),
        text("separators", "a\u{2028}b\u{2029}c\u{feff}d\u{ad}e"),
        text("zero width", "z\u{200b}e\u{200c}r\u{200d}o\u{2060}w"),
        text("tag characters", "x\u{e0001}\u{e0041}\u{e007f}y"),
        text("marks", &format!("e{}x", "\u{301}".repeat(10_000))),
        text("marks on nothing", "\u{301}\u{20dd}\u{fe0f}a"),
        text("families", "👩\u{200d}👩\u{200d}👧\u{200d}👦 👍🏽 🏳\u{fe0f}\u{200d}🌈 🇳🇱 1\u{fe0f}\u{20e3}"),
        text("Arabic and Hebrew", "العَرَبِيَّة and עברית ﷺ"),
        text("twins", "é e\u{301} Å A\u{30a} \u{212b}"),
        text("wide", "漢字 ｈａｌｆ 한국어 \u{1112}\u{1161}\u{11ab}"),
        text("Indic and Thai", "क्षि நி กำ ༀཱུྃ"),
    ]
}

fn paste(room: &mut Room, text: &str) {
    room.tell(Message::Paste(text.to_owned()));
}

/// A session in which everything that can be typed is hostile.
fn begun(words: &str) -> Room {
    let mut room = Room::new(100, 30);
    room.keys("1 <Enter>");
    paste(&mut room, &format!("Site {words}"));
    room.keys("<Enter> <Enter> NT <Enter> <Enter>");
    assert!(matches!(room.app.screen, Screen::Live(_)), "{}", room.screen());
    room.keys("<Esc> w");
    paste(&mut room, &format!("role {words}, sector {words}"));
    room.keys("<Enter> <Esc> <Esc> r w");
    paste(&mut room, &format!("reason {words}"));
    room.keys("<Enter>");
    for sign in ["1: \"", "", "(", "~", "!", "*e ", "=3/8 "] {
        room.keys(sign);
        paste(&mut room, &format!("said {words}"));
        room.keys("<Enter>");
    }
    // As one word it is a tag too.
    let tag: String = words.split_whitespace().collect();
    paste(&mut room, &format!("tagged #tag{tag}"));
    room.keys("<Enter> <Up> <Enter>");
    paste(&mut room, &format!(" changed {words}"));
    room.keys("<Enter> <Up> <Up> <Del>");
    room.keys("<Esc> h");
    paste(&mut room, &format!("cyp = {words}"));
    room.keys("<Enter> <Esc>");
    room.keys("<Esc> d");
    paste(&mut room, &format!("summary {words}"));
    room.keys("<Enter> <Esc>");
    assert_eq!(room.app.place(), Place::Live, "{}", room.screen());
    assert_eq!(room.notes().len(), 7, "{:?}", room.notes());
    room
}

/// The screens on which words of people stand: keys from the typing line, and what is pasted there.
fn screens(words: &str) -> Vec<(&'static str, String)> {
    vec![
        ("", String::new()),
        ("", format!("half {words} a note")),
        ("3: ", words.to_owned()),
        ("<Up>", String::new()),
        ("<Up> <Up> <Up>", String::new()),
        ("<Up> <Right>", String::new()),
        ("<Up> <Enter>", String::new()),
        ("<Up> #", words.to_owned()),
        ("<Up> @", String::new()),
        ("<C-o>", String::new()),
        ("<C-f>", "said".to_owned()),
        ("<C-f>", words.to_owned()),
        ("<C-r>", words.to_owned()),
        ("/", words.to_owned()),
        ("#tag", String::new()),
        ("@", String::new()),
        ("<Esc>", String::new()),
        ("<C-g>", String::new()),
        ("<Esc> w", words.to_owned()),
        ("<Esc> r", String::new()),
        ("<Esc> m", String::new()),
        ("<Esc> z", String::new()),
        (
            "<Esc> z <Down> <Down> <Down> <Down> <Down> <Down> <Down> <Down> <Down> <Down> <Down>",
            String::new(),
        ),
        ("<Esc> h", words.to_owned()),
        ("<Esc> d", words.to_owned()),
        ("<Esc> d <BackTab>", String::new()),
        ("<C-t>", String::new()),
    ]
}

/// Looks at what the terminal would be sent: the painter's own few sequences, and letters nothing obeys.
fn assert_harmless(out: &[u8], what: &str) {
    for (place, piece) in std::str::from_utf8(out).unwrap().split('\u{1b}').enumerate() {
        if place == 0 {
            assert_plain(piece, what);
            continue;
        }
        let after = piece.strip_prefix('[').unwrap_or_else(|| panic!("{what}: {piece:?}"));
        let (numbers, rest) =
            after.split_at(after.find(|letter: char| !"0123456789;?".contains(letter)).unwrap());
        let mut rest = rest.chars();
        let is_ours = match rest.next().unwrap() {
            'H' | 'm' => true,
            'h' | 'l' => matches!(numbers, "?2026" | "?25"),
            // Only before anything is drawn.
            'J' => numbers == "2" && place == 2,
            _ => false,
        };
        assert!(is_ours, "{what}: {piece:?}");
        assert_plain(rest.as_str(), what);
    }
}

fn assert_plain(text: &str, what: &str) {
    let obeyed: Vec<char> = text.chars().filter(|letter| must_be_escaped(*letter)).collect();
    assert!(obeyed.is_empty(), "{what}: {obeyed:?}");
}

/// Draws everything anew; looks at what is sent and at the cursor.
fn draw(room: &Room, what: &str) -> Painter {
    let mut painter = Painter::new(Look { is_ascii: false, has_colour: true });
    let mut out = Vec::new();
    painter.draw(&room.app, &mut out);
    assert_harmless(&out, what);
    let Size { width, height } = room.app.size;
    if let Some((x, y)) = panes::cursor(&room.app) {
        assert!(x < width && y < height, "{what}: the cursor is at {x}, {y} of {width}, {height}");
    }
    painter
}

fn back_to_the_line(room: &mut Room) {
    for _ in 0..8 {
        let is_new = matches!(&room.app.screen, Screen::Live(live) if live.draft.is_new());
        if room.app.place() != Place::Live || !is_new {
            room.keys("<Esc>");
        }
    }
    room.keys("<C-u> <C-u> <C-u> <BS> <BS>");
    assert_eq!(room.app.place(), Place::Live, "{}", room.screen());
}

#[test]
fn nothing_a_terminal_obeys_is_sent_on_any_screen_and_the_cursor_stays_on_it() {
    for (name, words) in hostile() {
        let mut room = begun(&words);
        for (keys, pasted) in screens(&words) {
            room.tell(Message::Resize(Size { width: 100, height: 30 }));
            room.keys(keys);
            paste(&mut room, &pasted);
            for (width, height) in SIZES {
                room.tell(Message::Resize(Size { width, height }));
                draw(&room, &format!("{name} after {keys} at {width}x{height}"));
            }
            back_to_the_line(&mut room);
        }
        for keys in ["<Esc> g", "3", "<Esc> 1 <Enter>", "<Enter>", "<Esc> <Esc> <Esc> 2"] {
            room.tell(Message::Resize(Size { width: 100, height: 30 }));
            room.keys(keys);
            room.list();
            paste(&mut room, &words);
            for (width, height) in SIZES {
                room.tell(Message::Resize(Size { width, height }));
                draw(&room, &format!("{name} on the first screens after {keys} at {width}x{height}"));
            }
        }
    }
}

#[test]
fn words_of_people_are_shown_and_not_left_out() {
    let mut room = begun("a\u{1b}[2Jb");
    let shown = "a␛[2Jb";
    for (keys, what) in [
        ("", "the notes"),
        ("<Up> <Right>", "the history"),
        ("<C-f> said", "find"),
        ("<Esc> w", "the people"),
        ("<Esc> z", "the close"),
        ("<Esc> h", "the short forms"),
        ("<Esc> d <BackTab> <BackTab> <BackTab>", "the debrief"),
        ("@", "the list of people"),
        ("#tag", "the list of tags"),
    ] {
        room.keys(keys);
        assert!(room.screen().contains(shown), "{what}\n{}", room.screen());
        back_to_the_line(&mut room);
    }
    room.keys("<Esc> g");
    room.list();
    room.keys("3");
    assert!(room.screen().contains(&format!("Site {shown}")), "{}", room.screen());
}

/// Looks whether the next letter comes behind the last one, a Q; and to the left of it the cursor stands on it.
fn assert_cursor_is_at_the_end(room: &mut Room, what: &str) {
    let painter = draw(room, what);
    let symbol =
        |(x, y): (u16, u16)| painter.cells().cell((x, y)).map_or("", |cell| cell.symbol()).to_owned();
    let (x, y) = panes::cursor(&room.app).unwrap();
    // Behind a full row the next letter comes into the row below, where nothing is yet.
    let last_of_row = |y| {
        (0..room.app.size.width).rev().map(|x| symbol((x, y))).find(|symbol| !" │".contains(symbol.as_str()))
    };
    let is_behind = symbol((x.saturating_sub(1), y)) == "Q";
    let is_below = || symbol((x, y)) == " " && y > 0 && last_of_row(y - 1).is_some_and(|last| last == "Q");
    assert!(is_behind || is_below(), "{what}: {x}, {y}\n{}", room.screen());
    room.keys("<Left>");
    let painter = draw(room, what);
    let at = panes::cursor(&room.app).unwrap();
    assert_eq!(painter.cells().cell(at).unwrap().symbol(), "Q", "{what}: {at:?}\n{}", room.screen());
    room.keys("<Right>");
}

#[test]
fn the_cursor_stands_behind_the_last_letter_at_every_width() {
    for (name, words) in hostile() {
        let mut room = Room::begun(100, 30);
        room.keys("1: one <Enter> 3: ");
        paste(&mut room, &format!("well {words} Q"));
        for width in 20..=120 {
            room.tell(Message::Resize(Size { width, height: 24 }));
            assert_cursor_is_at_the_end(&mut room, &format!("{name} at {width}"));
        }
    }
}

#[test]
fn the_cursor_of_a_list_and_of_a_question_stands_behind_the_last_letter_at_every_width() {
    for (name, words) in hostile() {
        let typed = format!("well {words} and more words than there is room for in a narrow list {words} Q");
        let mut list = Room::begun(100, 30);
        list.keys("1: one <Enter> <C-f>");
        paste(&mut list, &typed);
        assert!(matches!(list.app.overlay, Some(Overlay::Picker(_))));
        let mut question = Room::new(100, 30);
        question.keys("1 <Enter>");
        paste(&mut question, &typed);
        for room in [&mut list, &mut question] {
            for width in 20..=120 {
                room.tell(Message::Resize(Size { width, height: 24 }));
                assert_cursor_is_at_the_end(room, &format!("{name} at {width}"));
            }
        }
    }
}

#[test]
fn every_letter_is_one_step_of_the_cursor_and_none_leaves_the_row() {
    for (name, words) in hostile().into_iter().filter(|(name, _)| *name != "marks") {
        let mut room = Room::begun(40, 24);
        room.keys("1: one <Enter>");
        paste(&mut room, &words);
        let mut places = Vec::new();
        for _ in 0..=words.chars().count() {
            draw(&room, name);
            places.push(panes::cursor(&room.app).unwrap());
            room.keys("<Left>");
        }
        // From the end to the start, row by row, never to the right.
        assert!(
            places.windows(2).all(|pair| (pair[0].1, pair[0].0) >= (pair[1].1, pair[1].0)),
            "{name}: {places:?}"
        );
        let (first, last) = (places[0], places[places.len() - 1]);
        let width = hearken::model::visible::visible_line(&words).width();
        assert!((first.1, first.0) > (last.1, last.0) || width == 0, "{name}: {places:?}");
    }
}
