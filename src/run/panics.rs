//! What is told when the program breaks down.
//!
//! Promises that no words of a session are: the message of a panic may repeat a text that could not be cut where the
//! program wanted to cut it. The place is told, which says as much to whoever mends it, and a message that stands in
//! the program as it is.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, Write as _};
use std::panic::{self, PanicHookInfo};

/// From now on a panic tells where it happened, what to do, and no words.
pub fn tell_without_words() {
    panic::set_hook(Box::new(|info| {
        // Where even this cannot be written there is nobody to be told.
        let _ = io::stderr().write_all(told(info).as_bytes());
    }));
}

fn told(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map(|place| format!(" at {place}")).unwrap_or_default();
    // A text that was put together at run time is a `String`.
    let message = info.payload().downcast_ref::<&'static str>();
    let message = message.map(|message| format!(" ({message})")).unwrap_or_default();
    let backtrace = Backtrace::capture();
    let calls = match backtrace.status() {
        BacktraceStatus::Captured => format!("{backtrace}\n"),
        _ => String::new(),
    };
    format!(
        "hearken: the program has broken down{place}{message}.\n  Every letter that was on the screen is kept: open the \
         session again and it comes back. Please tell whoever gave you hearken what you did, and the line above.\n{calls}"
    )
}
