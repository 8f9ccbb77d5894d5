//! How cells look: greys, words wrapped and at the top of their cell.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::document::Level;
use crate::document::shade::Shade;

/// Words.
pub(super) fn words() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// Small words.
pub(super) fn small() -> Format {
    words().set_font_size(9).set_font_color(Color::RGB(0x33_3333))
}

/// The title, or a heading.
pub(super) fn heading(level: Option<Level>) -> Format {
    let size = match level {
        None => 16,
        Some(Level::Section) => 14,
        Some(Level::Part) => 12,
        Some(Level::Point) => 11,
    };
    words().set_bold().set_font_size(size)
}

/// What a table is of. It may run on over the cells beside it.
pub(super) fn caption() -> Format {
    Format::new().set_bold().set_font_size(12).set_align(FormatAlign::Top)
}

/// The head of a column.
pub(super) fn head() -> Format {
    words().set_bold().set_background_color(Color::RGB(0xE6_E6E6)).set_border_bottom(FormatBorder::Thin)
}

/// The head of a row.
pub(super) fn row_head() -> Format {
    words().set_bold()
}

/// A number that is shown in this way.
pub(super) fn number(shown: &str) -> Format {
    to_right(Format::new().set_num_format(shown).set_align(FormatAlign::Top))
}

/// The look at the side where numbers stand.
pub(super) fn to_right(format: Format) -> Format {
    format.set_align(FormatAlign::Right)
}

/// The look on a ground.
pub(super) fn on(format: Format, share: Option<u8>) -> Format {
    let Some(shade) = share.map(Shade::of) else { return format };
    let grey = u32::from(shade.grey);
    let ink = if shade.is_dark() { Color::White } else { Color::Black };
    let ground = Color::RGB(grey << 16 | grey << 8 | grey);
    format.set_background_color(ground).set_font_color(ink).set_align(FormatAlign::Center)
}
