//! What the users of a trust store remember from one question to the next (ADR 0010).

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// One value of each kind, made when it is first asked for.
#[derive(Default)]
pub(crate) struct Memories(Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Memories {
    /// The value of this kind.
    #[allow(
        clippy::expect_used,
        reason = "only this function puts values into the map, each under the kind that it has"
    )]
    pub(crate) fn of<M: Default + Send + Sync + 'static>(&self) -> Arc<M> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Arc::new(M::default()) as Arc<dyn Any + Send + Sync>;
        let found = Arc::clone(known.entry(TypeId::of::<M>()).or_insert_with(new));
        found
            .downcast()
            .expect("the value under a kind is of that kind")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_one_value() {
        let memories = Memories::default();
        let number = memories.of::<Mutex<u8>>();
        if let Ok(mut number) = number.lock() {
            *number = 7;
        }
        let again = memories.of::<Mutex<u8>>();
        assert!(Arc::ptr_eq(&number, &again));
        assert!(
            memories
                .of::<Mutex<String>>()
                .lock()
                .is_ok_and(|text| text.is_empty())
        );
    }
}
