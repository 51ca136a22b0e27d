//! Scratch.
fn main() -> anyhow::Result<()> {
    let dir = std::env::args().nth(1).unwrap_or("data".into());
    let t = corridor_import::tables::read(std::path::Path::new(&dir))?;
    println!("{} passages {} services {} waterways {} corridors", t.passages.len(), t.services.len(), t.waterways.len(), t.corridors.len());
    println!("{:?}", t.place_codes());
    Ok(())
}
