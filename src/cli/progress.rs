//! How far something long has come: a bar on standard error, for people.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What is done by then needs no bar.
const SOON: Duration = Duration::from_millis(500);

/// A bar that shows itself after half a second, on a terminal only, and leaves nothing behind.
pub(super) struct Bar(ProgressBar);

impl Bar {
    /// A bar for work that is measured in bytes.
    pub(super) fn of_bytes(doing: &'static str, is_ascii: bool) -> Self {
        Self::of(doing, "{msg} {wide_bar} {bytes} of {total_bytes}", is_ascii)
    }

    /// A bar for work that is measured in rows of a sheet.
    pub(super) fn of_rows(doing: &'static str, is_ascii: bool) -> Self {
        Self::of(doing, "{msg} {wide_bar} {pos} of {len}", is_ascii)
    }

    fn of(doing: &'static str, template: &str, is_ascii: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()).with_message(doing);
        let style = ProgressStyle::with_template(template);
        let style = style.map(|style| if is_ascii { style.progress_chars("##-") } else { style });
        // The templates are ours and read; if one did not, the bar would look otherwise and do the same.
        Self(style.map_or(bar.clone(), |style| bar.with_style(style)))
    }

    /// So much of so much is done.
    pub(super) fn is_at(&self, done: u64, all: u64) {
        if self.0.is_hidden() && self.0.elapsed() >= SOON {
            self.0.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.0.set_length(all);
        self.0.set_position(done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
