//! Reads the two list literals of an `scgraph_data` module: the adjacency and the node positions.
//!
//! The module text holds `graph=[{1: 2.02, 0: 0.0}, ...]` (neighbour: length in km) and
//! `nodes=[[lat, lon], ...]`. Nothing is evaluated; anything but numbers and brackets is an error.

use anyhow::{Context, bail, ensure};
use corridor_network::LngLat;

/// The stretches and nodes as the package states them.
#[derive(Debug, Default)]
pub struct Published {
    /// Positions of the nodes.
    pub at: Vec<LngLat>,
    /// Undirected stretches `(a, b, km)` with `a < b`, sorted; the shorter of both directions.
    pub stretches: Vec<(u32, u32, f64)>,
    /// Entries from a node to itself, left out.
    pub self_loops: usize,
    /// Those among them longer than 0 km: rings whose geometry was thrown away.
    pub rings: usize,
}

/// Reads the text of `world_railways.py` or `world_highways.py`.
///
/// # Errors
/// When a literal is missing or malformed, with the byte offset, or names a node that does not exist.
pub fn read(module: &[u8]) -> anyhow::Result<Published> {
    let mut published = Published::default();
    let mut text = Scanner { bytes: module, at: after(module, b"graph=")? };
    let mut tail = 0u32;
    text.list(|text| {
        text.expect(b'{')?;
        while !text.accept(b'}') {
            let head = text.number()? as u32;
            text.expect(b':')?;
            let km = text.number()?;
            ensure!(
                km.is_finite() && km >= 0.0,
                "stretch {tail}-{head} has length {km} km; the package is damaged: fetch it anew"
            );
            if head == tail {
                published.self_loops += 1;
                published.rings += usize::from(km > 0.0);
            } else {
                published.stretches.push((tail.min(head), tail.max(head), km));
            }
            text.accept(b',');
        }
        tail += 1;
        Ok(())
    })
    .context("the adjacency literal `graph`")?;

    text.at = after(module, b"nodes=")?;
    text.list(|text| {
        text.expect(b'[')?;
        let lat = text.number()?;
        text.expect(b',')?;
        let lng = text.number()?;
        text.expect(b']')?;
        published.at.push(LngLat::new(lng, lat)?);
        Ok(())
    })
    .context("the position literal `nodes`")?;

    ensure!(
        tail as usize == published.at.len(),
        "the package lists {tail} adjacencies but {} positions: fetch it anew",
        published.at.len()
    );
    published
        .stretches
        .sort_unstable_by(|x, y| (x.0, x.1).cmp(&(y.0, y.1)).then_with(|| x.2.total_cmp(&y.2)));
    published.stretches.dedup_by_key(|s| (s.0, s.1));
    if let Some(bad) = published.stretches.iter().find(|s| s.1 >= tail) {
        bail!(
            "stretch {}-{} names a node beyond the {tail} listed: fetch the package anew",
            bad.0,
            bad.1
        );
    }
    Ok(published)
}

fn after(bytes: &[u8], name: &[u8]) -> anyhow::Result<usize> {
    // The name must open a line: `graph=graph` in the last line is a call, not the literal.
    let found = bytes
        .windows(name.len())
        .enumerate()
        .find(|(at, window)| *window == name && (*at == 0 || bytes[at - 1] == b'\n'));
    let (at, _) = found.with_context(|| {
        format!(
            "no line starts with {:?}: is this a module of the package scgraph_data?",
            String::from_utf8_lossy(name)
        )
    })?;
    Ok(at + name.len())
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&mut self) -> Option<u8> {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn accept(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, wanted: u8) -> anyhow::Result<()> {
        if self.accept(wanted) {
            return Ok(());
        }
        let got =
            self.peek().map_or("the end of the text".to_owned(), |b| format!("{:?}", b as char));
        bail!("byte {}: expected {:?}, found {got}", self.at, wanted as char)
    }

    fn number(&mut self) -> anyhow::Result<f64> {
        self.peek();
        let rest = &self.bytes[self.at..];
        let length = rest
            .iter()
            .position(|b| !(b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E')))
            .unwrap_or(rest.len());
        let word = std::str::from_utf8(&rest[..length]).unwrap_or_default();
        let value =
            word.parse().with_context(|| format!("byte {}: {word:?} is not a number", self.at))?;
        self.at += length;
        Ok(value)
    }

    fn list(
        &mut self,
        mut item: impl FnMut(&mut Self) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        self.expect(b'[')?;
        while !self.accept(b']') {
            item(self)?;
            if !self.accept(b',') {
                self.expect(b']')?;
                break;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    const MODULE: &[u8] = b"\nfrom scgraph.core import GeoGraph\n\
        graph=[{1: 2.02, 0: 0.0}, {0: 2.02, 2: 1e-1}, {1: 0.1, 2: 3.5}]\n\
        nodes=[[19.1, 72.9], [19.2, -72.9], [-5, 6]]\nx = GeoGraph(graph=graph, nodes=nodes)\n";

    #[test]
    fn stretches_are_read_once_and_loops_counted() {
        let published = read(MODULE).unwrap();
        assert_eq!(published.stretches, [(0, 1, 2.02), (1, 2, 0.1)]);
        assert_eq!((published.self_loops, published.rings), (2, 1));
        assert_eq!(published.at[1].degrees(), [-72.9, 19.2]);
    }

    #[test]
    fn damage_is_named() {
        let missing = read(b"nodes=[]").unwrap_err();
        assert!(format!("{missing:#}").contains("graph="), "{missing:#}");
        let short = read(b"graph=[{1: 2.0}, {0: 2.0}]\nnodes=[[1, 2]]").unwrap_err();
        assert!(short.to_string().contains("2 adjacencies but 1 positions"), "{short}");
        let torn = read(b"graph=[{1: 2.0}, {0: x}]\nnodes=[[1, 2]]").unwrap_err();
        assert!(format!("{torn:#}").contains("not a number"), "{torn:#}");
        let beyond = read(b"graph=[{7: 2.0}]\nnodes=[[1, 2]]").unwrap_err();
        assert!(beyond.to_string().contains("beyond the 1 listed"), "{beyond}");
    }
}
