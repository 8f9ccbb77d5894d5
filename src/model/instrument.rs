//! The instrument a session is conducted with: a topic guide of themes, prompts and probes.
//!
//! A session embeds the instrument whole, as it was, so the members this program does not know are kept with
//! it. The typed part is what the screens need.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use sha2::{Digest as _, Sha256};

use super::canonical::{compact, pretty};
use super::ids::{ProbeId, PromptId, ThemeId};
use super::json::Json;
use super::shape::{Fault, Members, Shape, Value, object_schema, shape};

/// Lets a struct of an instrument be a member. What it does not know is passed over here: the instrument as a
/// whole is kept as it was written.
macro_rules! lenient {
    ($($type:ty),*) => { $(
        impl Value for $type {
            fn from_json(json: Json<'_>) -> Result<Self, Fault> {
                <$type as Shape>::read(&mut Members::of(json)?)
            }

            fn to_json(&self) -> Json<'_> {
                let mut members = Vec::new();
                self.write(&mut members);
                Json::object(members, super::canonical::Order::Other)
            }

            fn schema() -> Json<'static> {
                object_schema::<$type>(true)
            }
        }
    )* };
}

shape! {
    /// A follow-up to a prompt: a cue of a few words.
    pub struct Probe {
        /// Its id, unique in the instrument.
        required "id" id: ProbeId,
        /// The cue.
        required "text" text: String,
    }
}

shape! {
    /// An open question.
    pub struct Prompt {
        /// Its id, unique in the instrument.
        required "id" id: PromptId,
        /// The question as it is asked.
        required "text" text: String,
        /// Follow-ups.
        list "probes" probes: Vec<Probe>,
    }
}

shape! {
    /// A topic of the guide.
    pub struct Theme {
        /// Its id, unique in the instrument.
        required "id" id: ThemeId,
        /// Its name as people say it.
        required "title" title: String,
        /// Minutes planned for it.
        optional "planned_minutes" planned_minutes: Option<u32>,
        /// The questions.
        list "prompts" prompts: Vec<Prompt>,
    }
}

shape! {
    /// Something to read out, at the beginning or the end.
    pub struct Script {
        /// Its id, unique in the instrument.
        required "id" id: String,
        /// Its heading.
        required "title" title: String,
        /// Paragraphs.
        required "text" text: Vec<String>,
    }
}

shape! {
    /// A tag of the codebook.
    pub struct Code {
        /// The tag, without the sign in front.
        required "id" id: String,
        /// What it stands for.
        required "text" text: String,
    }
}

shape! {
    /// A topic guide or questionnaire.
    pub struct Guide {
        /// Its id: the same for every version of it.
        required "id" id: String,
        /// Which version of it; a change of wording is a new version.
        required "version" version: u32,
        /// Its name.
        required "title" title: String,
        /// The language of its texts, as a tag like `en`.
        optional "lang" lang: Option<String>,
        /// Where it comes from.
        optional "source" source: Option<String>,
        /// Scripts to read out.
        list "scripts" scripts: Vec<Script>,
        /// The themes, in the order of the guide.
        list "themes" themes: Vec<Theme>,
        /// The tags offered.
        list "codebook" codebook: Vec<Code>,
    }
}

lenient!(Probe, Prompt, Theme, Script, Code, Guide);

impl Guide {
    /// Finds a theme.
    #[must_use]
    pub fn theme(&self, id: &str) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.id.as_str() == id)
    }

    /// Finds a script.
    #[must_use]
    pub fn script(&self, id: &str) -> Option<&Script> {
        self.scripts.iter().find(|script| script.id == id)
    }
}

/// An instrument as it was written, with what the program reads in it.
///
/// Ordered by version, then digest: of two that were embedded in one session the greater is shown.
#[derive(Debug, Clone)]
pub struct Instrument {
    digest: String,
    json: Json<'static>,
    guide: Guide,
    text: OnceLock<String>,
}

thread_local! {
    static LAST: RefCell<Option<Arc<Instrument>>> = const { RefCell::new(None) };
}

impl Instrument {
    /// Takes an instrument as it stands in a session: an object without a `format`.
    ///
    /// # Errors
    /// A [`Fault`] below the object.
    pub fn new(json: Json<'_>) -> Result<Self, Fault> {
        let json = Json::<'static>::from_json(json)?;
        let guide = Guide::from_json(json.borrowed())?;
        let digest = Sha256::digest(compact(&json)).iter().fold(String::new(), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        Ok(Self { digest, json, guide, text: OnceLock::new() })
    }

    /// As [`new`](Self::new), but what was taken last is not made again: the sessions of a study all embed the same
    /// guide, and a third of each file is that.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn shared(json: Json<'_>) -> Result<Arc<Self>, Fault> {
        if let Some(last) = Self::last_shared().filter(|last| last.json == json) {
            return Ok(last);
        }
        let made = Arc::new(Self::new(json)?);
        LAST.set(Some(Arc::clone(&made)));
        Ok(made)
    }

    /// The one that was [`shared`](Self::shared) last on this thread.
    #[must_use]
    pub fn last_shared() -> Option<Arc<Self>> {
        LAST.with_borrow(Option::clone)
    }

    /// Its canonical text as it stands in a session's file, one level in; made once.
    #[must_use]
    pub fn text_in_session(&self) -> &str {
        self.text.get_or_init(|| pretty(&self.json).trim_end().replace('\n', "\n  "))
    }

    /// SHA-256 of its canonical text, in lower-case hex.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// All of it, as written.
    #[must_use]
    pub const fn json(&self) -> &Json<'static> {
        &self.json
    }

    /// What the program reads in it.
    #[must_use]
    pub const fn guide(&self) -> &Guide {
        &self.guide
    }

    fn key(&self) -> (u32, &str) {
        (self.guide.version, &self.digest)
    }
}

impl PartialEq for Instrument {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl Eq for Instrument {}

impl PartialOrd for Instrument {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Instrument {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}
