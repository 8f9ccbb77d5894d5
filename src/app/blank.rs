//! The empty screen: somebody is looking. It comes when it is asked for and never by itself; any key brings the screen back,
//! in an encrypted study once the passphrase has been typed.
//!
//! What is typed or pasted into the passphrase is shown nowhere and goes into no note. Ctrl+Q leaves from here too.

use super::key::{Code, Key};
use super::{App, Effect};
use crate::storage::vault::Passphrase;

/// How it stands with the screen.
#[derive(Debug, Default)]
pub enum Blank {
    /// It is shown.
    #[default]
    Shown,
    /// It is empty.
    Empty,
    /// It is empty but for the question for the passphrase.
    Asked {
        /// What has been typed of it.
        typed: Passphrase,
        /// Whether another one was typed before, which was not it.
        is_again: bool,
    },
}

impl Blank {
    /// Whether nothing of the program is shown.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        !matches!(self, Self::Shown)
    }

    /// What stands on the empty screen.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Shown | Self::Empty => "",
            Self::Asked { is_again: false, .. } => "Passphrase, then Enter:",
            Self::Asked { is_again: true, .. } => "That is not the passphrase. Passphrase, then Enter:",
        }
    }
}

/// Does what a key asks while the screen is empty. The key that brings the screen back means nothing else.
pub(super) fn on_key(app: &mut App, key: Key) -> Vec<Effect> {
    if key == Key::ctrl('q') {
        app.is_leaving = true;
        return vec![Effect::Quit];
    }
    if !app.wants_passphrase {
        app.blank = Blank::Shown;
        return Vec::new();
    }
    let Blank::Asked { typed, .. } = &mut app.blank else {
        app.blank = Blank::Asked { typed: Passphrase::default(), is_again: false };
        return Vec::new();
    };
    match key.code {
        Code::Enter => return vec![Effect::Unlock],
        Code::Esc => app.blank = Blank::Empty,
        Code::Backspace => typed.pop(),
        Code::Char(letter) if !key.ctrl && !key.alt => typed.push(letter),
        _ => {}
    }
    Vec::new()
}

/// Takes what is pasted while the passphrase is asked for into the passphrase; says whether it is. A line break is left out,
/// for some password managers copy one behind what they hold: only a key that somebody presses ends the passphrase.
pub(super) fn takes_paste(app: &mut App, text: &str) -> bool {
    let Blank::Asked { typed, .. } = &mut app.blank else { return false };
    text.chars().filter(|letter| !letter.is_control()).for_each(|letter| typed.push(letter));
    true
}

/// Takes the answer whether what was typed is the passphrase.
pub(super) fn answered(app: &mut App, is_it: bool) {
    app.blank =
        if is_it { Blank::Shown } else { Blank::Asked { typed: Passphrase::default(), is_again: true } };
}
