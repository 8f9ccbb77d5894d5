//! `hearken new`: makes a session and prints its id.

use std::collections::BTreeSet;
use std::sync::Arc;

use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser, TypedValueParser as _};

use super::answer::Answer;
use super::failure::Failure;
use super::{Call, facts, places};
use crate::model::ids::ThemeId;
use crate::model::instrument::{Guide, Instrument};
use crate::model::people::RecorderRole;
use crate::model::running::SessionKind;
use crate::model::visible::visible_line;
use crate::run::{clock, random};
use crate::study::create::{self, FreshIds, Setup};
use crate::study::{instruments, themes};

/// The most seats that are made at once.
pub(super) const MOST_SEATS: i64 = 1000;

/// Makes a session, prints its id and opens nothing
///
/// The session is in the study from then on; `hearken open ID` begins to take notes in it.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  hearken new --kind focus-group --site Norwich --minutes 90 --seats 8\n  \
                  hearken new --kind interview --site Leeds --minutes 45 --themes funding,training"
)]
pub(super) struct Args {
    /// The topic guide or questionnaire it follows, as `hearken instrument list` names it [default: the one that belongs
    /// to its kind]
    #[arg(long, value_name = "ID")]
    pub(super) instrument: Option<String>,
    /// What kind of session it is
    #[arg(long, value_name = "KIND", value_parser = kind())]
    pub(super) kind: SessionKind,
    /// Where it is held
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
    pub(super) site: String,
    /// For reading: what is read, as in a list of references
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
    pub(super) source: Option<String>,
    /// How long it is to last
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) minutes: Option<u32>,
    /// How many people take part: seats P1, P2 and so on are made for them [default: 1 for a questionnaire, which one
    /// organisation answers, else 0]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=MOST_SEATS))]
    pub(super) seats: Option<u32>,
    /// The themes of the guide that are held, by a part of their names; the others are marked as left out for lack of
    /// time [default: all of them]
    #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
    pub(super) themes: Option<Vec<String>>,
    /// The language it is held in, as a tag like cy, if the instrument has text in it [default: the instrument's own]
    #[arg(long, value_name = "TAG", value_parser = NonEmptyStringValueParser::new())]
    pub(super) lang: Option<String>,
    /// Initials of whoever makes it [default: those this laptop knows]
    #[arg(long, value_name = "XX")]
    pub(super) initials: Option<String>,
    /// What that person does in it [default: what this laptop knows, else note-taker]
    #[arg(long, value_name = "ROLE", value_parser = role())]
    pub(super) role: Option<RecorderRole>,
}

pub(super) fn kind() -> impl clap::builder::TypedValueParser<Value = SessionKind> {
    let words = SessionKind::ALL.iter().map(|kind| kind.word());
    PossibleValuesParser::new(words).try_map(|word| SessionKind::from_word(&word).ok_or("no such kind"))
}

pub(super) fn role() -> impl clap::builder::TypedValueParser<Value = RecorderRole> {
    let words = RecorderRole::ALL.iter().map(|role| role.word());
    PossibleValuesParser::new(words).try_map(|word| RecorderRole::from_word(&word).ok_or("no such role"))
}

/// A session that is about to be made.
pub(super) struct Prepared {
    /// What is settled before it begins.
    pub(super) setup: Setup,
    /// Its ids.
    pub(super) ids: FreshIds,
    /// The themes that are held, where not all of them are.
    pub(super) held: Option<BTreeSet<ThemeId>>,
    /// The study it will be in.
    pub(super) study: places::Chosen,
    /// A word about the settings of this laptop.
    pub(super) trouble: Option<String>,
    instrument: Arc<Instrument>,
}

impl Prepared {
    /// What the session will follow, in its language.
    pub(super) fn guide(&self) -> &Guide {
        self.instrument.guide_in(self.setup.lang.as_deref().unwrap_or_default())
    }
}

/// Puts together what was typed and what this laptop knows. Writes nothing.
pub(super) fn prepare(args: Args, call: &Call<'_>) -> Result<Prepared, Failure> {
    let id = args.instrument.unwrap_or_else(|| create::instrument_of_kind(args.kind).to_owned());
    let study = places::study(call)?;
    let known = instruments::find(call.storage, &study.folder, &id);
    let instrument = known.map_err(|error| Failure::of(&error))?.instrument;
    if let Some(lang) = &args.lang {
        instruments::has_language(&instrument, lang).map_err(|error| Failure::of(&error))?;
    }
    let guide = instrument.guide_in(args.lang.as_deref().unwrap_or_default());
    let held = args.themes.map(|names| themes::named(guide, &names)).transpose();
    let held = held.map_err(|error| Failure::of_theme(&error))?;
    let laptop = places::laptop(call)?;
    let respondents = u32::from(args.kind == SessionKind::Questionnaire);
    let setup = Setup {
        instrument: id,
        kind: args.kind,
        site: args.site,
        planned_minutes: args.minutes,
        seats: (0..args.seats.unwrap_or(respondents)).map(|_| None).collect(),
        initials: args.initials.or(laptop.settings.initials).unwrap_or_default(),
        role: args.role.or(laptop.settings.role).unwrap_or(RecorderRole::NoteTaker),
        source: args.source,
        lang: args.lang,
    };
    let ids = FreshIds {
        session: random::session_id()?,
        writer: random::writer_id()?,
        laptop: laptop.settings.laptop,
    };
    Ok(Prepared { setup, ids, held, study, trouble: laptop.trouble, instrument })
}

pub(super) fn run(args: Args, call: &Call<'_>) -> Result<Answer, Failure> {
    let Prepared { setup, ids, held, study, trouble, instrument } = prepare(args, call)?;
    study.make(call)?;
    let now = clock::now();
    let (id, path) = create::create_holding(call.storage, &study.folder, &setup, ids, &now, held.as_ref())
        .map_err(|error| Failure::of_writing(&error))?;
    let out = if call.options.is_json {
        facts::written(&facts::object([("id", facts::text(id.to_string())), ("file", facts::path(&path))]))
    } else {
        format!("{id}\n")
    };
    let mut done: Vec<String> = trouble.into_iter().collect();
    done.push(format!("Made {}.", super::told::name(&path)));
    if let Some(held) = held {
        let guide = instrument.guide_in(setup.lang.as_deref().unwrap_or_default());
        let left_out = guide.themes.iter().filter(|theme| !held.contains(&theme.id));
        let titles: Vec<_> = left_out.map(|theme| visible_line(&theme.title)).collect();
        done.extend((!titles.is_empty()).then(|| format!("Left out: {}.", titles.join(", "))));
    }
    Ok(Answer { done, ..Answer::of(out) })
}
