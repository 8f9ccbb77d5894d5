//! The instrument a session is conducted with: a topic guide of themes, prompts and probes, or a questionnaire.
//!
//! A session embeds the instrument whole, as it was, so the members this program does not know are kept with
//! it. The typed part is what the screens need.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use sha2::{Digest as _, Sha256};

use super::canonical::{compact, pretty};
use super::ids::{ProbeId, PromptId, ThemeId};
use super::json::Json;
use super::language::{in_language, languages, schema_by_language};
use super::question::{AnswerSet, Category, Item, Question, Replaced};
use super::shape::{Fault, Members, SchemaMember, Shape, Value, schema_of_members, shape};

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
                schema_of_members(<$type as Shape>::about(), members_by_language::<$type>(), true)
            }
        }
    )* };
}

/// The members of a part of an instrument, for its schema: texts may be given by language.
#[must_use]
pub fn members_by_language<T: Shape>() -> Vec<SchemaMember> {
    let members = T::schema_members().into_iter();
    members
        .map(|member| SchemaMember { schema: schema_by_language(member.name, member.schema), ..member })
        .collect()
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
    #[derive(Default)]
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
        /// Answers that several questions offer.
        list "answer_sets" answer_sets: Vec<AnswerSet>,
        /// The questions, in the order in which they are asked.
        list "questions" questions: Vec<Question>,
        /// The tags offered.
        list "codebook" codebook: Vec<Code>,
        /// Which question stands in the place of which earlier one.
        list "lineage" lineage: Vec<Replaced>,
    }
}

lenient!(Probe, Prompt, Theme, Script, Code, Guide, Category, AnswerSet, Item, Question, Replaced);

impl Guide {
    /// Finds a theme.
    #[must_use]
    pub fn theme(&self, id: &str) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.id.as_str() == id)
    }

    /// Finds a question.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id.as_str() == id)
    }

    /// The answers that a question offers, its own or those of its set.
    #[must_use]
    pub fn answers<'a>(&'a self, question: &'a Question) -> &'a [Category] {
        let of_set = |id: &String| self.answer_sets.iter().find(|set| set.id == *id);
        match question.answer_set.as_ref().and_then(of_set) {
            Some(set) if question.answers.is_empty() => &set.answers,
            _ => &question.answers,
        }
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
    /// The guide in other languages.
    translated: OnceLock<BTreeMap<String, Guide>>,
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
        let own = own_language(&json);
        let guide = Guide::from_json(in_language(&json, own, own))?;
        let digest = Sha256::digest(compact(&json)).iter().fold(String::new(), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        Ok(Self { digest, json, guide, text: OnceLock::new(), translated: OnceLock::new() })
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

    /// What the program reads in it, in its own language.
    #[must_use]
    pub const fn guide(&self) -> &Guide {
        &self.guide
    }

    /// The same in another language; texts that are not given in it stay as near as they come.
    #[must_use]
    pub fn guide_in(&self, language: &str) -> &Guide {
        let translate = |tag: String| {
            let texts = in_language(&self.json, &tag, own_language(&self.json));
            Some((tag, Guide::from_json(texts).ok()?))
        };
        let translated = || self.languages().into_iter().filter_map(translate).collect();
        let translated = self.translated.get_or_init(translated);
        let wider = || translated.get(language.split('-').next()?);
        translated.get(language).or_else(wider).unwrap_or(&self.guide)
    }

    /// The languages it is given in, its own first; only its own when no text is given by language.
    #[must_use]
    pub fn languages(&self) -> Vec<String> {
        let own = own_language(&self.json).to_owned();
        let others = languages(&self.json).into_iter().filter(|tag| *tag != own);
        std::iter::once(own.clone()).chain(others).collect()
    }

    fn key(&self) -> (u32, &str) {
        (self.guide.version, &self.digest)
    }
}

/// The language that an instrument says it is in; English where it says nothing.
fn own_language<'a>(json: &'a Json<'_>) -> &'a str {
    json.get("lang").and_then(Json::as_text).unwrap_or("en")
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
