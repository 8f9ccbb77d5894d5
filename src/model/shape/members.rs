//! The members of an object: taken one by one, and the rest kept.

use std::borrow::Cow;

use super::{Fault, Value, Wrong};
use crate::model::canonical::Order;
use crate::model::json::{Json, Member, borrowed_members, name_bit};

/// The members of an object while they are being read: known ones are taken out, what is left is unknown.
#[derive(Debug)]
pub struct Members<'a> {
    slots: Vec<Option<Member<'a>>>,
    /// The bits of all names: most members that are asked for are not there.
    bits: u64,
}

impl<'a> Members<'a> {
    /// Opens an object.
    ///
    /// # Errors
    /// [`Wrong::Kind`] when the value is not an object.
    pub fn of(json: Json<'a>) -> Result<Self, Fault> {
        match json {
            Json::Object(members) => {
                let bits = members.iter().fold(0, |bits, (name, _)| bits | name_bit(name));
                Ok(Self { slots: members.into_iter().map(Some).collect(), bits })
            }
            other => Err(Fault::expected("an object", &other)),
        }
    }

    /// Takes a member out, as it stands.
    pub fn take(&mut self, name: &str) -> Option<Json<'a>> {
        if self.bits & name_bit(name) == 0 {
            return None;
        }
        let place = self.slots.iter_mut().find(|slot| slot.as_ref().is_some_and(|(key, _)| key == name))?;
        place.take().map(|(_, value)| value)
    }

    /// Takes out a member that must be there.
    ///
    /// # Errors
    /// [`Wrong::Missing`], or what [`Value::from_json`] finds wrong.
    pub fn required<T: Value>(&mut self, name: &'static str) -> Result<T, Fault> {
        let value = self.take(name).ok_or(Fault::here(Wrong::Missing(name)))?;
        T::from_json(value).map_err(|fault| fault.in_member(name))
    }

    /// Takes out a member that may be missing.
    ///
    /// # Errors
    /// What [`Value::from_json`] finds wrong.
    pub fn optional<T: Value>(&mut self, name: &'static str) -> Result<Option<T>, Fault> {
        self.take(name).map(|value| T::from_json(value).map_err(|fault| fault.in_member(name))).transpose()
    }

    /// Takes out a list that may be missing, then it is empty.
    ///
    /// # Errors
    /// What [`Value::from_json`] finds wrong.
    pub fn list<T: Value + Default>(&mut self, name: &'static str) -> Result<T, Fault> {
        Ok(self.optional(name)?.unwrap_or_default())
    }

    /// The names not taken yet, in the order of the text.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.slots.iter().flatten().map(|(name, _)| &**name)
    }

    /// Keeps what nobody took.
    ///
    /// # Errors
    /// [`Wrong::TooDeep`].
    pub fn rest(self) -> Result<Unknown, Fault> {
        let mut kept = Vec::new();
        for (name, value) in self.slots.into_iter().flatten() {
            let Some(value) = value.into_kept() else {
                return Err(Fault::here(Wrong::TooDeep).in_member(&name));
            };
            kept.push((Cow::Owned(name.into_owned()), value));
        }
        Order::Other.sort(&mut kept);
        Ok(Unknown(kept))
    }

    /// Refuses what nobody took: for shapes that are closed.
    ///
    /// # Errors
    /// [`Wrong::Unexpected`] naming the first member left.
    pub fn nothing_left(self) -> Result<(), Fault> {
        match self.slots.into_iter().flatten().next() {
            Some((name, _)) => {
                Err(Fault::here(Wrong::Unexpected(name.clone().into_owned())).in_member(&name))
            }
            None => Ok(()),
        }
    }
}

/// Members that this version of the program does not know, kept as they were written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unknown(Vec<Member<'static>>);

impl Unknown {
    /// Looks one up.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json<'static>> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Adds them to an object being written.
    pub fn put<'a>(&'a self, members: &mut Vec<Member<'a>>) {
        members.extend(borrowed_members(&self.0));
    }
}
