//! `hearken key`: the keys of a study and of this laptop.

mod new;
mod show;
mod passphrase;
pub(super) mod told;

use super::Call;
use super::answer::Answer;
use super::failure::Failure;

/// The keys by which a study is encrypted: makes them, shows them, changes a passphrase
///
/// In an encrypted study every session is sealed to two keys: that of the office, and that of the laptop it is written
/// on. The office's is made once, `key new --office`; each laptop makes its own, `key new`. A passphrase that is lost is
/// lost for good: there is no other way in.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  hearken key new --office -o office.key.age\n  hearken key new\n  hearken key show"
)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    New(new::Args),
    /// Shows the keys of the study, and what of it is sealed
    ///
    /// Secret keys are never shown. Writes nothing and asks for no passphrase.
    #[command(after_help = "Example:\n  hearken key show --study visits")]
    Show,
    /// Changes the passphrase of this laptop's key, or of the one that --identity names
    ///
    /// Copies of the key that lie elsewhere keep the passphrase they have.
    #[command(
        after_help = "Examples:\n  hearken key passphrase\n  hearken key passphrase --identity office.key.age"
    )]
    Passphrase,
}

pub(super) fn run(args: &Args, call: &Call<'_>) -> Result<Answer, Failure> {
    match &args.what {
        What::New(args) => new::run(args, call),
        What::Show => show::run(call),
        What::Passphrase => passphrase::run(call),
    }
}
