//! Whole answers, kept for a while for those who were told them in short.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Answers kept; the oldest goes first.
const MOST: usize = 32;
/// Bytes of answers kept.
const MOST_BYTES: usize = 32 << 20;

/// Answers by their addresses.
#[derive(Default)]
pub(crate) struct Kept(Mutex<Answers>);

#[derive(Default)]
struct Answers {
    told: u64,
    bytes: usize,
    list: VecDeque<(String, Arc<str>)>,
}

impl Kept {
    /// Keeps an answer and gives its address.
    pub(crate) fn keep(&self, answer: String) -> String {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.told += 1;
        kept.bytes += answer.len();
        let uri = format!("corridor://answers/{}", kept.told);
        kept.list.push_back((uri.clone(), answer.into()));
        while kept.list.len() > MOST || kept.bytes > MOST_BYTES {
            let Some((_, gone)) = kept.list.pop_front() else { break };
            kept.bytes -= gone.len();
        }
        uri
    }

    /// The answer of an address, if it is still kept.
    pub(crate) fn get(&self, uri: &str) -> Option<Arc<str>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.list.iter().find(|(known, _)| known == uri).map(|(_, answer)| answer.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_answers_go() {
        let kept = Kept::default();
        let uris: Vec<String> = (0..=MOST).map(|n| kept.keep(n.to_string())).collect();
        assert!(kept.get(&uris[0]).is_none());
        assert_eq!(&*kept.get(&uris[1]).unwrap(), "1");
        kept.keep("x".repeat(MOST_BYTES));
        assert!(kept.get(&uris[MOST]).is_none());
    }
}
