//! What is shown of an entry: the top version where there is one head, a field-by-field view of a conflict.
//!
//! The view is computed by readers and never written. Each field is compared with every newest common ancestor
//! of the heads: a field that equals all of them is unchanged. Where only one side changed a field, the change
//! is shown; where several did, the one with the greater stamp, and the field is marked. Who spoke, kind, text,
//! counts and an answer's value are one field, so that a paraphrase never becomes a quote, nor one person's
//! words another's. Two texts are never blended.
