//! Writes small OpenStreetMap extracts, byte by byte after the format's description
//! (<https://wiki.openstreetmap.org/wiki/PBF_Format>), so that tests carry no file of others.

/// A node: id, longitude, latitude, tags.
pub type Node<'a> = (i64, f64, f64, &'a [(&'a str, &'a str)]);
/// A way: id, nodes, tags.
pub type Way<'a> = (i64, &'a [i64], &'a [(&'a str, &'a str)]);

fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 128 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

fn bytes(field: u64, content: &[u8], out: &mut Vec<u8>) {
    varint(field << 3 | 2, out);
    varint(content.len() as u64, out);
    out.extend_from_slice(content);
}

fn number(field: u64, value: u64, out: &mut Vec<u8>) {
    varint(field << 3, out);
    varint(value, out);
}

fn packed(field: u64, values: impl Iterator<Item = u64>, out: &mut Vec<u8>) {
    let mut content = Vec::new();
    for value in values {
        varint(value, &mut content);
    }
    bytes(field, &content, out);
}

fn blob(kind: &str, content: &[u8], out: &mut Vec<u8>) {
    let mut blob = Vec::new();
    bytes(1, content, &mut blob);
    let mut header = Vec::new();
    bytes(1, kind.as_bytes(), &mut header);
    number(3, blob.len() as u64, &mut header);
    out.extend_from_slice(&(header.len() as u32).to_be_bytes());
    out.extend_from_slice(&header);
    out.extend_from_slice(&blob);
}

struct Strings(Vec<String>);

impl Strings {
    fn number(&mut self, text: &str) -> u64 {
        if let Some(at) = self.0.iter().position(|known| known == text) {
            return at as u64;
        }
        self.0.push(text.to_owned());
        self.0.len() as u64 - 1
    }
}

/// An extract in the bytes of a file that asks its reader for `features`.
pub fn extract_of(features: &[&str], nodes: &[Node<'_>], ways: &[Way<'_>]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut header = Vec::new();
    for feature in features {
        bytes(4, feature.as_bytes(), &mut header);
    }
    blob("OSMHeader", &header, &mut file);
    let mut strings = Strings(vec![String::new()]);
    let mut group = Vec::new();
    for (id, lng, lat, tags) in nodes {
        let mut node = Vec::new();
        number(1, zigzag(*id), &mut node);
        let tags: Vec<_> =
            tags.iter().map(|(k, v)| (strings.number(k), strings.number(v))).collect();
        packed(2, tags.iter().map(|t| t.0), &mut node);
        packed(3, tags.iter().map(|t| t.1), &mut node);
        number(8, zigzag((lat * 1e7).round() as i64), &mut node);
        number(9, zigzag((lng * 1e7).round() as i64), &mut node);
        bytes(1, &node, &mut group);
    }
    let mut way_group = Vec::new();
    for (id, refs, tags) in ways {
        let mut way = Vec::new();
        number(1, *id as u64, &mut way);
        let tags: Vec<_> =
            tags.iter().map(|(k, v)| (strings.number(k), strings.number(v))).collect();
        packed(2, tags.iter().map(|t| t.0), &mut way);
        packed(3, tags.iter().map(|t| t.1), &mut way);
        let mut last = 0;
        packed(8, refs.iter().map(|r| zigzag(r - std::mem::replace(&mut last, *r))), &mut way);
        bytes(3, &way, &mut way_group);
    }
    let mut table = Vec::new();
    for text in &strings.0 {
        bytes(1, text.as_bytes(), &mut table);
    }
    let mut block = Vec::new();
    bytes(1, &table, &mut block);
    bytes(2, &group, &mut block);
    bytes(2, &way_group, &mut block);
    blob("OSMData", &block, &mut file);
    file
}

/// An extract in the bytes of a file.
pub fn extract(nodes: &[Node<'_>], ways: &[Way<'_>]) -> Vec<u8> {
    extract_of(&["OsmSchema-V0.6", "DenseNodes"], nodes, ways)
}
