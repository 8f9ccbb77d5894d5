//! Keys, pastes, clicks and sizes as they come from the terminal, made into messages.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use crate::app::Message;
use crate::app::key::{Code, Key};
use crate::app::layout::Size;

/// What an event means; nothing for those nobody waits for.
#[must_use]
pub fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => self::key(key).map(Message::Key),
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Resize(width, height) => {
            Some(Message::Resize(Size { width: width.max(1), height: height.max(1) }))
        }
        Event::Mouse(mouse) => self::mouse(mouse),
        _ => None,
    }
}

/// One notch of the wheel, in rows.
const NOTCH: isize = 3;

fn mouse(event: MouseEvent) -> Option<Message> {
    let MouseEvent { kind, column: x, row: y, .. } = event;
    match kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Message::Click { x, y }),
        MouseEventKind::ScrollUp => Some(Message::Scroll { x, y, by: -NOTCH }),
        MouseEventKind::ScrollDown => Some(Message::Scroll { x, y, by: NOTCH }),
        _ => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    let code = match event.code {
        KeyCode::Char(letter) => Code::Char(letter),
        KeyCode::Enter => Code::Enter,
        KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Code::BackTab,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Esc => Code::Esc,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(number) => Code::F(number),
        _ => return None,
    };
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    let shift = event.modifiers.contains(KeyModifiers::SHIFT);
    Some(match code {
        // AltGr arrives as Ctrl+Alt and types a letter; Shift has made its letter already.
        Code::Char(letter) if ctrl && alt => Key::plain(Code::Char(letter)),
        Code::Char(letter) if ctrl => Key::ctrl(letter.to_ascii_lowercase()),
        Code::Char(_) | Code::BackTab => Key { code, ctrl, alt, shift: false },
        // Ctrl+Enter is Ctrl+J on some terminals: a new line, so it is one everywhere.
        Code::Enter if ctrl => Key::ctrl('j'),
        _ => Key { code, ctrl, alt, shift },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_with_altgr_types_its_letter() {
        let event = KeyEvent::new(KeyCode::Char('@'), KeyModifiers::CONTROL | KeyModifiers::ALT);
        assert_eq!(key(event).and_then(Key::typed), Some('@'));
    }

    fn of_mouse(kind: MouseEventKind) -> Option<Message> {
        let modifiers = KeyModifiers::NONE;
        message(Event::Mouse(MouseEvent { kind, column: 7, row: 4, modifiers }))
    }

    #[test]
    fn a_notch_of_the_wheel_is_three_rows_down_or_up() {
        let by = |kind| match of_mouse(kind) {
            Some(Message::Scroll { x: 7, y: 4, by }) => by,
            other => panic!("{other:?}"),
        };
        assert_eq!((by(MouseEventKind::ScrollDown), by(MouseEventKind::ScrollUp)), (3, -3));
    }

    #[test]
    fn only_the_first_button_clicks() {
        let click = of_mouse(MouseEventKind::Down(MouseButton::Left));
        assert!(matches!(click, Some(Message::Click { x: 7, y: 4 })));
        for kind in [
            MouseEventKind::Down(MouseButton::Right),
            MouseEventKind::Up(MouseButton::Left),
            MouseEventKind::Drag(MouseButton::Left),
            MouseEventKind::Moved,
            MouseEventKind::ScrollLeft,
        ] {
            assert!(of_mouse(kind).is_none(), "{kind:?}");
        }
    }
}
