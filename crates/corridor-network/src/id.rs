//! Dense ids and the vectors that only the right id can index.
//!
//! Dense ids are valid for one network file and never leave the process; outside we speak
//! UN/LOCODEs, names and the ids of the hand-made tables.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A dense index into the columns of one network.
pub trait Id: Copy + Eq + Ord + std::hash::Hash + fmt::Debug {
    /// Wraps a position. Positions fit 32 bits: the builder refuses larger networks.
    fn from_index(index: usize) -> Self;
    /// The position this id stands for.
    fn index(self) -> usize;
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $letter:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[repr(transparent)]
        pub struct $name(u32);

        impl Id for $name {
            fn from_index(index: usize) -> Self {
                debug_assert!(u32::try_from(index).is_ok());
                Self(index as u32)
            }
            fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($letter, "{}"), self.0)
            }
        }
    };
}

id!(
    /// A point of the graph: a junction, a border point, a terminal, a bend of a sea lane.
    NodeId, "n"
);
id!(
    /// A piece of infrastructure between two nodes, passable in one or both directions.
    LinkId, "l"
);
id!(
    /// A link in one direction; what a search sees. Even: from `a` to `b`; odd: from `b` to `a`.
    EdgeId, "e"
);
id!(
    /// A named thing that links can belong to: passage, area, border crossing, service, line, waypoint.
    FeatureId, "f"
);
id!(
    /// A set of features shared by many links.
    FeatureSetId, "s"
);
id!(
    /// A port, rail terminal or other place where cargo changes mode.
    TerminalId, "t"
);
id!(
    /// An entry of the gazetteer.
    PlaceId, "p"
);

impl EdgeId {
    /// The directed edge of `link`, backward when `backward`.
    pub fn of(link: LinkId, backward: bool) -> Self {
        Self(link.0 << 1 | u32::from(backward))
    }
    /// The link this edge runs over.
    pub fn link(self) -> LinkId {
        LinkId(self.0 >> 1)
    }
    /// Whether it runs from `b` to `a`.
    pub fn is_backward(self) -> bool {
        self.0 & 1 == 1
    }
    /// The same link the other way.
    #[must_use]
    pub fn reverse(self) -> Self {
        Self(self.0 ^ 1)
    }
}

/// A vector that only `I` can index.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct IdVec<I, T> {
    items: Vec<T>,
    #[serde(skip)]
    id: PhantomData<fn(I)>,
}

impl<I: Id, T> IdVec<I, T> {
    /// An empty vector.
    pub fn new() -> Self {
        Vec::new().into()
    }
    /// Appends and returns the id of the new item.
    pub fn push(&mut self, item: T) -> I {
        let id = I::from_index(self.items.len());
        self.items.push(item);
        id
    }
    /// Number of items.
    pub fn len(&self) -> usize {
        self.items.len()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
    /// Ids in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.items.len()).map(I::from_index)
    }
    /// Items in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }
    /// Ids with their items, in order.
    pub fn enumerate(&self) -> impl Iterator<Item = (I, &T)> {
        self.items.iter().enumerate().map(|(i, t)| (I::from_index(i), t))
    }
    /// The items as a plain slice.
    pub fn as_slice(&self) -> &[T] {
        &self.items
    }
    /// The item, or `None` past the end.
    pub fn get(&self, id: I) -> Option<&T> {
        self.items.get(id.index())
    }
}

impl<'v, I: Id, T> IntoIterator for &'v IdVec<I, T> {
    type Item = &'v T;
    type IntoIter = std::slice::Iter<'v, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<I: Id, T> Default for IdVec<I, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<I, T> From<Vec<T>> for IdVec<I, T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, id: PhantomData }
    }
}

impl<I, T> FromIterator<T> for IdVec<I, T> {
    fn from_iter<It: IntoIterator<Item = T>>(iter: It) -> Self {
        iter.into_iter().collect::<Vec<_>>().into()
    }
}

impl<I: Id, T> Index<I> for IdVec<I, T> {
    type Output = T;
    fn index(&self, id: I) -> &T {
        &self.items[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for IdVec<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.items[id.index()]
    }
}

impl<I, T: fmt::Debug> fmt::Debug for IdVec<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.fmt(f)
    }
}
