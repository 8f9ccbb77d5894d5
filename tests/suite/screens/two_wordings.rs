//! A note that two laptops changed: both wordings are on the screen, and whoever settles it writes one more version.

use hearken::format::v1::{File, read, write_session};
use hearken::merge::Join as _;

use super::room::Room;

/// A room in which P3 said something, and the room of a second laptop that has a copy.
fn two_laptops() -> [Room; 2] {
    let mut room = Room::begun(120, 30);
    room.keys("3: we wait <Enter>");
    let other = room.as_if_killed();
    [room, other]
}

/// Leaves the session on both laptops, joins their files, and opens on the first one what came out.
fn brought_together([mut room, mut other]: [Room; 2]) -> Room {
    let [here, there] = [&mut room, &mut other].map(|room| {
        let path = room.path();
        room.keys("<Esc> g");
        path
    });
    let session = |path: &std::path::Path| match read(&std::fs::read(path).unwrap()) {
        Ok(File::Session(session)) => *session,
        _ => panic!("no session"),
    };
    let mut joined = session(&here);
    joined.join(session(&there));
    std::fs::write(&here, write_session(&joined)).unwrap();
    room.list();
    room.keys("3 1");
    room
}

#[test]
fn two_wordings_of_a_note_are_marked_and_both_one_key_away() {
    let [mut room, mut other] = two_laptops();
    room.keys("<Up> <Enter> <Space> long <Enter>");
    other.keys("<Down> <Up> <Enter> <Space> for <Space> years <Enter>");
    let mut room = brought_together([room, other]);
    assert_eq!(room.session().lists.notes.all().next().unwrap().1.heads().len(), 2);
    room.shows("!P3");
    room.keys("<Up> <Right>");
    let screen = room.screen();
    for words in ["we wait long", "we wait for years"] {
        assert!(screen.contains(words), "{words} in\n{screen}");
    }
}
