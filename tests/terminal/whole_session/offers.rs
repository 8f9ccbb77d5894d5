//! Whether the screen offers a key, and what a terminal sends for one.

use hearken::app::commands::{Command, Place};
use hearken::app::key::{Code, Key};

/// The row of the table for a command in a place.
pub(crate) fn row(place: Place, id: hearken::app::commands::Id) -> &'static Command {
    hearken::app::commands::in_place(place)
        .find(|command| command.id == id)
        .unwrap_or_else(|| panic!("{id:?} is no command of {place:?}"))
}

/// What a terminal sends for a key.
pub(crate) fn bytes(key: Key) -> Vec<u8> {
    match key.code {
        Code::Char(letter) if key.ctrl => vec![u8::try_from(letter).unwrap() & 0x1f],
        Code::Char(letter) => letter.to_string().into_bytes(),
        Code::Enter => b"\r".to_vec(),
        Code::Tab => b"\t".to_vec(),
        Code::BackTab => b"\x1b[Z".to_vec(),
        Code::Esc => b"\x1b".to_vec(),
        Code::Backspace => b"\x7f".to_vec(),
        Code::Delete => b"\x1b[3~".to_vec(),
        Code::Up => b"\x1b[A".to_vec(),
        Code::Down => b"\x1b[B".to_vec(),
        Code::Right => b"\x1b[C".to_vec(),
        Code::Left => b"\x1b[D".to_vec(),
        Code::Home => b"\x1b[H".to_vec(),
        other => panic!("no such key: {other:?}"),
    }
}

/// Whether the screen says that a key does what a command does: in its footer, or anywhere else by the key's name.
pub(crate) fn is_offered(screen: &vt100::Screen, command: &Command) -> bool {
    let text = screen.contents();
    let footer = text.lines().last().unwrap_or_default();
    let key = command.keys[0].to_string();
    let is_hint = |hint: &str| {
        let keys = hint.trim().strip_suffix(command.name).map(str::trim_end);
        keys.is_some_and(|keys| keys.split(", ").any(|one| one == key))
    };
    footer.split(" · ").any(is_hint) || text.lines().any(|line| names(line, &key))
}

/// Whether a line of the screen speaks of a key. One that is a letter has to stand by itself, as in `y all three`
/// or `r: it was read out`.
fn names(line: &str, key: &str) -> bool {
    line.split([' ', '(', ',', '.', ';', '·', '│', '"']).any(|word| word.trim_end_matches(':') == key)
}

/// Whether the help that is shown tells a command.
pub(crate) fn is_told(help: &str, command: &Command) -> bool {
    let keys: Vec<String> = command.keys.iter().map(ToString::to_string).collect();
    let begins: String = command.help.chars().take(16).collect();
    help.lines().any(|line| line.trim_start().starts_with(&keys.join(", ")) && line.contains(&begins))
}
