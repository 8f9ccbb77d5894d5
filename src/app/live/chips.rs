//! What stands in front of the words in the typing line, and how much room that leaves.

use super::{Live, flags, signs};
use crate::app::draft::Target;
use crate::app::layout::Size;
use crate::app::wrap;
use crate::capture::Speaker;

/// The cells before the chips, and of the prompt behind them.
pub const LEAD: u16 = 3;

impl Live {
    /// The cells a row of the typing line has for words, after chips and prompt.
    #[must_use]
    pub fn typing_width(&self, size: Size) -> u16 {
        let cells = |text: &str| -> u16 {
            text.chars().map(|letter| wrap::cells(letter.encode_utf8(&mut [0; 4]))).sum()
        };
        let chips: u16 = self.chips().iter().map(|chip| cells(chip) + 1).sum();
        size.width.saturating_sub(chips + LEAD + 1).max(1)
    }

    /// What stands in front of the words: what is typed, who said it, what it is, where it goes.
    #[must_use]
    pub fn chips(&self) -> Vec<String> {
        let mut chips = Vec::new();
        match &self.draft.target {
            Target::New => {}
            Target::Note(..) => chips.push("change".to_owned()),
            Target::Seat(seat) => chips.push(format!("{} is", self.recorder.session().seat_label(seat))),
            Target::Summary(theme) => chips.push(self.summary_title(theme)),
            Target::Answer(_) => return self.answer_chips(),
            Target::WhyNotRead(_) => chips.push("why not read".to_owned()),
            Target::Conflict(..) => chips.push("what holds".to_owned()),
            Target::ShortForm => chips.push("short form".to_owned()),
            Target::Folder => chips.push("folder".to_owned()),
        }
        match (self.draft.signs.speaker, self.spoken_by()) {
            (Some(Speaker::Unpinned), _) => chips.push("nobody pinned".to_owned()),
            (Some(Speaker::Pinned(seat)), _) => chips.push(format!("P{seat} pinned")),
            (None, Some(seat)) if self.pinned == Some(seat) => chips.push(format!("P{seat} pinned")),
            (_, Some(seat)) if self.facts.room.has_seat(seat) => chips.push(format!("P{seat}")),
            (_, Some(seat)) => chips.push(format!("P{seat}?")),
            (_, None) => {}
        }
        chips.extend(self.draft.signs.kind.map(signs::chip));
        chips.extend(
            self.draft
                .signs
                .theme
                .as_ref()
                .and_then(|id| self.title_of(id))
                .map(|title| format!("in {title}")),
        );
        chips.extend(self.draft.flags.iter().map(|flag| flags::in_words(*flag).to_owned()));
        chips
    }
}
